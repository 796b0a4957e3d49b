import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPklState } from '../../../server/src/build/pkl/pkl';
import { readNinjaLog } from '../../../server/src/build/generators/ninja-log';
import { readBuild } from '../../../server/src/build/read-build';
import { applySetup, planSetup, planUndo, SUPPORT_FILE } from '../../../server/src/build/setup/setup';
import { stepsOf } from '../../../server/src/build/steps';
import { xmlFiles } from '../../../server/src/build/inputs/xml-files';
import type { BuildTree } from '../../../server/src/build/build-tree';
import { runProcess } from '../../../server/src/host/process';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const supportFile = path.join(root, 'cmake', SUPPORT_FILE);

describe('a real build tree', function () {
  this.timeout(240_000);
  let copy: SampleCopy;
  let build: BuildTree;

  before(async () => {
    copy = await sampleCopy();
    build = await readBuild(copy.build);
  });
  after(() => copy.remove());

  /** Runs ninja for the modules' interfaces. It leaves out the stubs, which ITK makes again in every build. */
  function ninja(...args: string[]): string {
    const targets = args.length > 0 ? args : build.modules.map(({ name }) => `${name}Swig`);
    const env = { ...process.env, ITK_WRAP_CACHE: copy.store };
    const run = spawnSync('ninja', ['-C', copy.build, ...targets], { encoding: 'utf8', env });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    return run.stdout;
  }

  it('is read completely, and names files that exist', async () => {
    assert.deepEqual(build.problems, []);
    assert.equal(build.layout.generation, 'main');
    for (const { name, cxx, inc, xml, wrap, inputs } of build.types)
      for (const file of [cxx, inc, xml, wrap ?? '', ...inputs])
        assert.ok(existsSync(file), `${name}: ${file}`);
    for (const module of build.modules) {
      assert.ok(
        module.igeneratorOutputs.every((file) => existsSync(file)),
        module.name,
      );
      const { listed, missing, missingIndex, stampPresent } = await readPklState(build, module);
      assert.ok(listed > 0);
      assert.deepEqual([missing, missingIndex, stampPresent], [[], [], true]);
    }
    const log = await readNinjaLog(copy.build);
    for (const { xml } of build.types) assert.ok((log.get(xml)?.at(-1)?.seconds ?? 0) > 0, xml);
  });

  it('has XML files that name headers unknown to ninja', async () => {
    let unknown = 0;
    for (const type of build.types) {
      const files = await xmlFiles(type.xml);
      assert.ok(files.includes(type.cxx), `${type.name}: ${files.length} files`);
      assert.ok(files.every((file) => existsSync(file)));
      unknown += files.filter((file) => file.startsWith(copy.source) && !type.inputs.includes(file)).length;
    }
    assert.ok(unknown > 0);
  });

  it('has the command that ninja runs, which makes the same XML without a shell', async () => {
    for (const type of build.types.slice(0, 3)) {
      assert.ok(type.castxml);
      const commands = ninja('-t', 'commands', '-s', path.relative(copy.build, type.xml)).trim();
      for (const word of type.castxml.argv) assert.ok(commands.includes(word), word);
      const before = readFileSync(type.xml);
      unlinkSync(type.xml);
      for (const step of stepsOf(type.castxml)) assert.equal((await runProcess(step)).code, 0);
      assert.ok(readFileSync(type.xml).equals(before), type.name);
    }
    ninja();
  });

  it('is read in the same way if it is for make', async () => {
    const dir = path.join(copy.source, 'make');
    const python = build.cache.get('Python3_EXECUTABLE') ?? '/usr/bin/python3';
    const options = ['-DITK_WRAP_PYTHON=ON', `-DPython3_EXECUTABLE=${python}`];
    const configured = spawnSync('cmake', ['-G', 'Unix Makefiles', '-S', copy.source, '-B', dir, ...options]);
    assert.equal(configured.status, 0, configured.stderr.toString());
    const make = await readBuild(dir);
    assert.deepEqual(make.problems, []);
    const moved = (file: string | null): string | null =>
      file && file.replaceAll(`${dir}/`, `${copy.build}/`);
    const shape = ({ types, modules }: BuildTree): unknown => [
      types
        .map((type) => [type.name, type.module, type.wrap, moved(type.xml), type.castxml?.argv.map(moved)])
        .sort(),
      modules
        .map(({ name, types: own, dependencies, stamp }) => [name, own, dependencies, moved(stamp)])
        .sort(),
    ];
    assert.deepEqual(shape(make), shape(build));
  });

  describe('when set up for the cache', () => {
    let launcher: string;
    let log: string;

    before(() => {
      log = path.join(copy.source, 'launcher.log');
      launcher = path.join(copy.source, 'itk-castxml-cache');
      // This only counts the runs. The cache itself has its own tests.
      const script = [
        `echo "$*" >> '${log}'`,
        'if [ "$1" = --depfile ]; then echo "$3:" > "$2"; shift 3; fi',
        '[ "$1" = --evict ] || exec "$@"',
      ].join('\n');
      writeFileSync(launcher, `#!/bin/sh\n${script}\n`);
      chmodSync(launcher, 0o755);
    });

    const text = (name: string): string => readFileSync(path.join(copy.build, name), 'utf8');

    for (const clientSource of [null, path.join(root, 'server/native/itk-castxml-cache-client.c')])
      it(`runs castxml through the launcher${clientSource ? ' and its client' : ''}, has no work left, and is as before after the undo`, async () => {
        const toolLaunchers = {
          SWIG: [launcher],
          IGENERATOR: [path.join(root, 'dist/itk-igenerator-cache')],
        };
        const options = { supportFile, launcher: [launcher], clientSource, toolLaunchers };
        const client = path.join(copy.build, 'CMakeFiles/itk-wrap-cache/itk-castxml-cache-client');
        rmSync(log, { force: true });
        // The first configure run writes different things than later ones, so the comparison uses the second.
        assert.equal(spawnSync('cmake', [copy.build]).status, 0);
        const before = [text('build.ninja'), text('CMakeCache.txt')];
        build = await readBuild(copy.build);
        assert.equal(planUndo(build).status, 'done');
        const plan = await planSetup(build, options);
        assert.equal(plan.status, 'ready', plan.message);
        assert.deepEqual([text('build.ninja'), text('CMakeCache.txt')], before, 'planning changes nothing');

        const done = await applySetup(plan, runProcess, { launcher: [launcher] });
        assert.ok(done.ok, done.message);
        assert.equal(done.launched, build.types.length);
        const after = await readBuild(copy.build);
        assert.deepEqual(
          after.types.map(({ castxml }) => castxml?.argv),
          build.types.map(({ castxml }) => castxml?.argv),
        );
        const expected = clientSource ? [client, launcher] : [launcher];
        for (const { castxml, xml } of after.types) {
          const [option, depfile, output] = castxml?.launcher.slice(expected.length) ?? [];
          assert.deepEqual(castxml?.launcher.slice(0, expected.length), expected);
          assert.equal(option, '--depfile');
          assert.equal(path.resolve(copy.build, output ?? ''), xml);
          assert.equal(castxml.depfile?.file, depfile);
        }
        assert.equal((await planSetup(after, options)).status, 'done');
        const fewer = { ...options, toolLaunchers: {} };
        assert.equal((await planSetup(after, fewer)).status, 'ready', 'the tools would keep their launchers');
        assert.deepEqual(
          after.modules.map(({ igenerator }) => igenerator?.argv),
          build.modules.map(({ igenerator }) => igenerator?.argv),
        );
        assert.equal(existsSync(client), clientSource !== null);

        ninja();
        ninja('itkWrapCastXMLCacheEvict');
        const lines = readFileSync(log, 'utf8').trim().split('\n');
        assert.equal(lines.filter((line) => line.includes('--castxml-start')).length, build.types.length);
        assert.deepEqual(
          lines.filter((line) => line.startsWith('--evict')),
          ['--evict 13.9'],
        );
        assert.match(ninja(), /no work to do/);

        const undone = await applySetup(planUndo(after), runProcess);
        assert.ok(undone.ok, undone.message);
        assert.deepEqual([text('build.ninja'), text('CMakeCache.txt')], before);
        assert.ok(!existsSync(path.join(copy.build, 'CMakeFiles/itk-wrap-cache')));
        assert.equal(
          spawnSync('git', ['-C', root, 'status', '--porcelain', 'sample'], { encoding: 'utf8' }).stdout,
          '',
        );
      });

    it('does without the client if the compiler does not make one that runs here', async () => {
      const fake = path.join(copy.source, 'cross-compiler');
      const clientSource = path.join(root, 'server/native/itk-castxml-cache-client.c');
      // `$6` is the program to make.
      for (const script of ['exit 1', 'printf "not a program" > "$6"; chmod +x "$6"']) {
        writeFileSync(fake, `#!/bin/sh\n${script}\n`);
        chmodSync(fake, 0o755);
        build = await readBuild(copy.build);
        const cache = new Map(build.cache).set('CMAKE_C_COMPILER', fake);
        const plan = await planSetup(
          { ...build, cache },
          { supportFile, launcher: [launcher], clientSource },
        );
        assert.equal(plan.client?.compiler, fake);
        const done = await applySetup(plan, runProcess, { launcher: [launcher] });
        assert.ok(done.ok, done.message);
        assert.match(done.message, /cross-compiler made no client/);
        const after = await readBuild(copy.build);
        for (const { castxml } of after.types)
          assert.deepEqual(castxml?.launcher.slice(0, 2), [launcher, '--depfile']);
        assert.ok((await applySetup(planUndo(after), runProcess)).ok);
      }
    });

    it('restores everything if CMake fails', async () => {
      build = await readBuild(copy.build);
      const broken = path.join(copy.source, SUPPORT_FILE);
      writeFileSync(broken, 'message(FATAL_ERROR "no")\n');
      const before = [text('build.ninja'), text('CMakeCache.txt')];
      const plan = await planSetup(build, { supportFile: broken, launcher: [launcher] });
      const result = await applySetup(plan, runProcess, { launcher: [launcher] });
      assert.equal(result.ok, false);
      assert.match(result.message, /exit code 1; the build is left as it was/);
      assert.deepEqual([text('build.ninja'), text('CMakeCache.txt')], before);
    });

    it('leaves a build alone that has its own cache', async () => {
      build = await readBuild(copy.build);
      const own = build.types.map((type) => ({
        ...type,
        castxml: type.castxml && { ...type.castxml, launcher: ['python3', '/itk/itk-castxml-cache.py'] },
      }));
      const plan = await planSetup({ ...build, types: own }, { supportFile, launcher: [launcher] });
      assert.deepEqual([plan.status, plan.cmake], ['done', null]);
      assert.match(plan.message, /its own/);
      const cache = new Map(build.cache).set('ITK_WRAP_CASTXML_CACHE', 'OFF');
      const native = await planSetup({ ...build, cache }, { supportFile, launcher: [launcher] });
      assert.deepEqual(
        [native.status, native.next],
        ['refused', 'Turn it on with -DITK_WRAP_CASTXML_CACHE=ON.'],
      );
    });
  });
});
