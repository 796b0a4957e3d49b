import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuildModule, BuildTree } from '../../server/src/build/build-tree';
import { readBuild } from '../../server/src/build/read-build';
import { EvaluatedClasses } from '../../server/src/lsp/evaluation/evaluated-classes';
import { unwrappedMethodTypes } from '../../server/src/wrapping/diagnostics/findings/instantiations/method-types';
import { dependencyClosure } from '../../server/src/wrapping/evaluation/dependency-closure';
import { openPrediction } from '../../server/src/wrapping/evaluation/prediction';
import type { PredictedType } from '../../server/src/wrapping/evaluation/prediction-types';
import { unwrappedTypesIn } from '../support/igenerator-warnings';
import { fewTypes, itkBuild, itkSource as source } from '../support/itk';
import { Workspace } from '../support/language';
import { seedOf } from '../support/random';

/**
 * With `ITK_WRAPPING_METHOD_TYPES=all`, the XML that the build has is taken, of all modules. Otherwise castxml makes that of a few
 * types, and what the others wrap is missing everywhere.
 */
const takesAll = process.env.ITK_WRAPPING_METHOD_TYPES === 'all';

/** One of so many aliases is taken away from those that igenerator and the evaluation know. */
const EVERY = takesAll ? 12 : 4;

describe('types of methods read from the headers of a real ITK', function () {
  this.timeout(7_200_000);
  let work: string;
  let build: BuildTree;
  let workspace: Workspace;
  let predicted: readonly PredictedType[];
  let dependencies: ReadonlyMap<string, readonly string[]>;
  let chosen: ReadonlyMap<string, readonly string[]>;

  before(async () => {
    work = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-method-types-'));
    build = await readBuild(itkBuild);
    workspace = await Workspace.scan(source);
    const session = openPrediction(
      { source, build: itkBuild },
      { parse: (text) => workspace.parser.parseScript(text) },
    );
    predicted = session.types();
    dependencies = new Map(session.modules().map((one) => [one.name, one.dependencies]));
    chosen = new Map(takesAll ? withXml() : Object.entries(fewTypes));
    if (!takesAll) for (const type of [...chosen.values()].flat()) runCastxml(type);
  });
  after(() => fs.rmSync(work, { recursive: true, force: true }));

  it('are those that igenerator calls not wrapped, if nothing wraps some of them', () => {
    const untrue: string[] = [];
    let said = 0;
    let warned = 0;
    let found = 0;
    for (const module of inOrder()) {
      const log = runIgenerator(module);
      const missing = unwrappedTypesIn(log);
      const types = workspace.index.types();
      const spelled = (text: string): string => types.typeOf(text)?.text ?? text;
      for (const { alias, ours } of reportedIn(module)) {
        const theirs = new Map(
          [...(missing.get(alias) ?? [])].map(([text, methods]) => [spelled(text), methods]),
        );
        for (const { type, methods } of ours) {
          said++;
          const names = theirs.get(type);
          const wrong = methods.filter(
            (name) => !names?.has(name) && !(names && alias.startsWith(`itk${name}`)),
          );
          if (wrong.length > 0) untrue.push(`${module}: ${alias}, ${wrong.join()}: ${type}`);
        }
        // A class without a method is a superclass.
        const ofMethods = [...theirs].filter(([, methods]) => [...methods].some((name) => name !== ''));
        warned += ofMethods.length;
        found += ofMethods.filter(([text]) => ours.some(({ type }) => type === text)).length;
      }
      takeAway(module);
    }
    console.log(`      ${said} types reported; of ${warned} that igenerator reports, ${found} are`);
    assert.deepEqual(untrue, []);
    assert.ok(found > warned * 0.5 && said > 20, `only ${found} of ${warned}`);
  });

  /** What is found for each class of a module, one by one. */
  function* reportedIn(
    module: string,
  ): Generator<{ alias: string; ours: { type: string; methods: readonly string[] }[] }> {
    const enabled = new EvaluatedClasses();
    const own = predicted.filter((one) => chosen.get(one.module)?.includes(one.name));
    const file = (one: PredictedType): string => one.wrap ?? one.name;
    enabled.update(
      own.map((one) => ({
        file: file(one),
        module: one.module,
        wrapped: one.instantiations.filter(({ name }) => one.module === module || !isTakenAway(name)),
      })),
      [...dependencies],
    );
    for (const one of own.filter((type) => type.module === module))
      for (const { name, cppType, className } of one.instantiations) {
        if (/::(?:Pointer|ConstPointer|SelfAutoPointer)$/.test(className)) continue;
        const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
        const context = { ...workspace.context(file(one), ''), enabled };
        const generated = [{ range, instantiations: [{ name, cppType, className }] }];
        const ours = unwrappedMethodTypes({ ...context, generated }).map(({ missing, methods }) => ({
          type: missing.text,
          methods,
        }));
        yield { alias: name, ours };
      }
  }

  /** The modules whose XML the build has, together with that of all modules that they depend on. */
  function withXml(): [string, string[]][] {
    const of = (name: string): string[] =>
      build.types.filter(({ module, xml }) => module === name && fs.existsSync(xml)).map((type) => type.name);
    return build.modules
      .map(({ name, types }): [string, string[]] => [name, types.length === of(name).length ? of(name) : []])
      .filter(([, types]) => types.length > 0);
  }

  /** A module comes after those that it depends on. */
  function inOrder(): string[] {
    const size = (name: string): number => dependencyClosure(name, dependencies).size;
    return [...chosen.keys()].sort((a, b) => size(a) - size(b) || a.localeCompare(b));
  }

  function runCastxml(name: string): void {
    const type = build.types.find((one) => one.name === name);
    assert.ok(type?.castxml, `${name} is not a type of this ITK`);
    const [castxml = '', ...given] = type.castxml.argv;
    fs.mkdirSync(inputs(), { recursive: true });
    const args = given.flatMap((argument, i) => {
      if (given[i - 1] === '-o') return [path.join(inputs(), `${name}.xml`)];
      // castxml's clang does not know sized deallocation, which GCC 12's headers turn on automatically.
      return argument === ')' ? ['-fno-sized-deallocation', argument] : [argument];
    });
    const { status, stderr } = spawnSync(castxml, args, { cwd: type.castxml.cwd, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const header = path.join(path.dirname(type.cxx), `${name}SwigInterface.h.in`);
    fs.copyFileSync(header, path.join(inputs(), path.basename(header)));
  }

  /** The folder with the XML, where igenerator of this version looks for it. */
  function inputs(): string {
    const isFlat = path.basename(path.dirname(build.types[0]!.cxx)) === 'Wrapping';
    return isFlat ? work : path.join(work, 'castxml_inputs');
  }

  /** Runs the module's own command, with its outputs in a folder of our own, and returns what it prints. */
  function runIgenerator(name: string): string {
    const module = build.modules.find((one): one is BuildModule => one.name === name);
    assert.ok(module?.igenerator);
    const [python = '', script = '', ...given] = module.igenerator.argv;
    const types = chosen.get(name)!;
    const output = path.join(work, 'output');
    for (const folder of ['known', 'output']) {
      fs.mkdirSync(path.join(work, folder), { recursive: true });
      const index = path.join(work, folder, `${name}.mdx`);
      fs.writeFileSync(index, types.map((type) => `${type}.idx\n`).join(''));
    }
    const replaced: Record<string, string> = {
      '--interface-output-dir': output,
      '--library-output-dir': takesAll ? '' : work,
      '--pyi_dir': output,
      '--pkl_dir': output,
      '--snake-case-file': path.join(output, 'snake_case.py'),
      '--submodule-order': types.join(';'),
      '--pyi_index_list': '',
    };
    const args = given
      .map((argument, i) => replaced[given[i - 1] ?? ''] || argument)
      .filter((argument, i) => argument !== '--mdx' && given[i - 1] !== '--mdx');
    const mdx = [...dependencyClosure(name, dependencies)]
      .filter((one) => chosen.has(one))
      .flatMap((one) => ['--mdx', path.join(work, one === name ? 'output' : 'known', `${one}.mdx`)]);
    const { status, stderr } = spawnSync(python, [script, '-v', ...mdx, ...args], {
      cwd: work,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    assert.equal(status, 0, stderr.slice(-2000));
    return stderr;
  }

  /** Writes the index files of a module for those that depend on it, without some of its aliases. */
  function takeAway(module: string): void {
    for (const type of chosen.get(module)!) {
      const lines = fs.readFileSync(path.join(work, 'output', `${type}.idx`), 'utf8').split('\n');
      const left = lines.filter((line) => !isTakenAway(/\} \{(\w+)\} \{/.exec(line)?.[1] ?? ''));
      fs.writeFileSync(path.join(work, 'known', `${type}.idx`), left.join('\n'));
    }
  }
});

const seed = seedOf('ITK_WRAPPING_METHOD_TYPES_SEED', 20261129);
const takenAway = new Map<string, boolean>();

/** Whether nothing wraps this alias, as far as other modules are concerned. */
function isTakenAway(alias: string): boolean {
  let taken = takenAway.get(alias);
  if (taken === undefined) {
    const digest = createHash('sha1').update(`${seed} ${alias}`).digest();
    takenAway.set(alias, (taken = digest.readUInt32LE(0) % EVERY === 0));
  }
  return taken;
}
