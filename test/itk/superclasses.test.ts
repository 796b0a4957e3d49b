import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuildType } from '../../server/src/build/build-tree';
import { parseCxx } from '../../server/src/build/inputs/castxml-cxx';
import { readBuild } from '../../server/src/build/read-build';
import type { TypeResolver } from '../../server/src/wrapping/types/type-resolver';
import { itkBuild, itkSource } from '../support/itk';
import { Workspace } from '../support/language';
import { classesInXml } from '../support/xml-bases';

/** The number of types that castxml reads. `ITK_WRAPPING_SUPERCLASSES=817` takes all. */
const TYPES = Number(process.env.ITK_WRAPPING_SUPERCLASSES ?? 25);

describe('superclasses read from the headers of a real ITK', function () {
  this.timeout(3_600_000);
  let work: string;
  before(() => (work = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-superclasses-'))));
  after(() => fs.rmSync(work, { recursive: true, force: true }));

  it(`are those of castxml, with the same template arguments, for the instantiations of ${TYPES} types`, async () => {
    const { index } = await Workspace.scan(itkSource);
    const types = index.types();
    const built = (await readBuild(itkBuild)).types;
    const every = Math.max(1, built.length / TYPES);
    const chosen = built.filter((_, n) => Math.floor(n / every) !== Math.floor((n - 1) / every));
    let read = 0;
    let all = 0;
    for (const type of chosen) {
      const written = new Map(
        parseCxx(fs.readFileSync(type.cxx, 'utf8')).map(({ name, cppType }) => [name, cppType]),
      );
      for (const { alias, name, bases } of classesInXml(xmlOf(type, work))) {
        const cppType = written.get(alias) ?? name;
        if (/::(?:Const)?Pointer$/.test(cppType)) continue;
        all++;
        const found = types.typeOf(cppType);
        const direct = found && types.basesOf(found);
        if (!found || !direct) continue;
        read++;
        assert.equal(found.text, spelling(types, name), cppType);
        assert.deepEqual(
          direct.map(({ text }) => text),
          bases.map((base) => spelling(types, base)),
          cppType,
        );
      }
    }
    console.log(`      ${read} of ${all} classes are decided by the headers`);
    assert.ok(read > all * 0.7, `only ${read} of ${all}`);
  });
});

/** castxml leaves out some arguments that equal their defaults. */
const spelling = (types: TypeResolver, name: string): string =>
  types.typeOf(name)?.text ?? `unknown: ${name}`;

/** Runs castxml as the build does, with the output in a folder of our own. */
function xmlOf({ name, castxml }: BuildType, folder: string): string {
  assert.ok(castxml, name);
  const [command = '', ...given] = castxml.argv;
  const output = path.join(folder, `${name}.xml`);
  const args = given.flatMap((argument, n) => {
    if (given[n - 1] === '-o') return [output];
    // castxml's clang does not know sized deallocation, which GCC 12's headers turn on automatically.
    return argument === ')' ? ['-fno-sized-deallocation', argument] : [argument];
  });
  execFileSync(command, args, { cwd: castxml.cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  return fs.readFileSync(output, 'utf8');
}
