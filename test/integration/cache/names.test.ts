import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodePath, encodePath, encodeText } from '../../../server/src/cache/inputs/path-bytes';

/*
 * The real castxml, called through the launcher as in a build, on files whose names clang escapes in line markers. If a name
 * were misinterpreted, the file would count as missing, and a change of it would go unnoticed.
 */

const root = path.resolve(import.meta.dirname, '../../..');
const launcher = path.join(root, 'dist/itk-castxml-cache');

/** Names of files. U+DC00 + byte stands for a byte that is not UTF-8. */
const NAMES = [
  'hé.h',
  'in\udcffvalid.h',
  'sp ace.h',
  'quo"te.h',
  'back\\slash.h',
  'oct\\303.h',
  'tab\tx.h',
  'bell\x07.h',
  'dol$lar#.h',
  "ap'os&<.h",
  '\u202e.h',
];

describe('names that need escapes', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-names-test-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Writes a file and returns its path. */
  function write(name: string, content: string): string {
    const file = path.join(folder, name);
    fs.mkdirSync(encodePath(path.dirname(file)), { recursive: true });
    fs.writeFileSync(encodePath(file), encodeText(content));
    return file;
  }

  /**
   * Runs castxml through the launcher in a script, so that no runtime changes its bytes. Returns HIT or MISS, and the XML.
   */
  function run(words: readonly string[], xml: string): { line: string; xml: string } {
    const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const script = write('run.sh', `${quoted}\n`);
    fs.rmSync(encodePath(xml), { force: true });
    const output = execFileSync('/bin/sh', ['-c', `exec sh "$0" 2>&1`, script], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        ITK_WRAP_CACHE: path.join(folder, 'store'),
        ITK_WRAP_CACHE_VERBOSE: '1',
      },
      cwd: folder,
      encoding: 'utf8',
    });
    return { line: /HIT|MISS/.exec(output)?.[0] ?? output, xml: fs.readFileSync(encodePath(xml), 'latin1') };
  }

  const flags = ['--castxml-output=1', '-w', '-c'];

  for (const where of ['a header', 'a folder of headers', 'the source'] as const)
    it(`lead to a hit, and to a miss after an edit, if ${where} has one`, () => {
      for (const [i, name] of NAMES.entries()) {
        const header =
          where === 'a header' ? `inc${i}/${name}` : where === 'the source' ? `inc${i}/a.h` : `${name}/a.h`;
        const source = where === 'the source' ? `${i}${name.replace(/\.h$/, '')}.cxx` : `t${i}.cxx`;
        const include = path.join(folder, path.dirname(header));
        const cxx = write(source, `#include <${path.basename(header)}>\nint after;\n`);
        const xml = `${cxx}.xml`;
        const words = [launcher, 'castxml', ...flags, `-I${include}`, '-o', xml, cxx];
        write(header, 'int before_edit;\n');
        const say = `${where}: ${JSON.stringify(name)}`;
        assert.equal(run(words, xml).line, 'MISS', say);
        const again = run(words, xml);
        assert.deepEqual([again.line, again.xml.includes('before_edit')], ['HIT', true], say);
        write(header, 'int after__edit;\n');
        const edited = run(words, xml);
        assert.deepEqual([edited.line, edited.xml.includes('after__edit')], ['MISS', true], say);
        const own = run([launcher, '--no-cache', ...words.slice(1)], xml);
        assert.equal(edited.xml, own.xml, `${say}: not castxml's own XML`);
      }
    });

  it('are passed on byte for byte in arguments, even to a run that is not cached', () => {
    const script = `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/args'\n`;
    const castxml = write('castxml', script);
    fs.chmodSync(castxml, 0o755);
    const args = ['-Da=\udcff\udc80', 'é', "quo'te", '', 'a b', '$(touch x)`touch y`', '\ufffd'];
    fs.writeFileSync(
      path.join(folder, 'run.sh'),
      encodeText([launcher, castxml, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')),
    );
    execFileSync('sh', [path.join(folder, 'run.sh')], { env: { PATH: process.env.PATH, HOME: folder } });
    const seen = fs.readFileSync(path.join(folder, 'args'));
    assert.deepEqual(decodePath(seen).split('\n').slice(0, -1), args);
  });
});
