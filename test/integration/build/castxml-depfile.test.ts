import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cmakePrograms } from '../../../scripts/lib/cmakes.mjs';
import { readBuild } from '../../../server/src/build/read-build';
import { stopServers } from '../../../server/src/cli/resident/ask-server';
import { root } from '../../support/repository';
import { sampleCopy, type SampleCopy } from '../../support/sample';

/*
 * What ninja knows of the headers that castxml reads, in a build of an unpatched ITK after `itk-wrap setup`: with the real castxml,
 * ninja, igenerator, and each CMake. CMake 3.29 and later let ninja keep the names in `.ninja_deps`.
 */
for (const cmake of cmakePrograms())
  describe(`depfiles of castxml with ${cmake}`, function () {
    this.timeout(240_000);
    let copy: SampleCopy;
    let header: string;
    /** The types that read it. */
    let readers: string[];
    const log = (): string => path.join(copy.source, 'castxml.log');
    const xml = (type: string): string => path.join(copy.build, `Wrapping/castxml_inputs/${type}.xml`);

    before(async () => {
      copy = await sampleCopy({ configureOnly: true });
      fs.rmSync(copy.build, { recursive: true });
      header = path.join(
        copy.source,
        'Modules/Filtering/ImageIntensity/include/itkUnaryFunctorImageFilter.h',
      );
      // It only counts the processes.
      const counter = path.join(copy.source, 'castxml');
      const real = spawnSync('which', ['castxml'], { encoding: 'utf8' }).stdout.trim();
      fs.writeFileSync(counter, `#!/bin/sh\necho "$*" >> '${log()}'\nexec ${real} "$@"\n`, { mode: 0o755 });
      const python = ['python3', '/usr/bin/python3'].find(
        (program) => spawnSync(program, ['-c', 'import pygccxml']).status === 0,
      );
      const options = [
        '-DITK_WRAP_PYTHON=ON',
        `-DPython3_EXECUTABLE=${python}`,
        `-DCASTXML_EXECUTABLE=${counter}`,
      ];
      run(cmake, '-G', 'Ninja', '-S', copy.source, '-B', copy.build, ...options);
      const said = itkWrap('setup');
      assert.doesNotMatch(said, /warning/i);
      assert.match(said, /(\d+) of \1 CastXML runs/);
      readers = await findReaders();
      assert.equal(readers.length, 4);
      ninja();
      rests();
    });
    after(async () => {
      await stopServers(environment());
      await copy.remove();
    });

    const environment = (): NodeJS.ProcessEnv => ({
      ...process.env,
      ITK_WRAP_CACHE: copy.store,
      XDG_RUNTIME_DIR: path.dirname(copy.source),
    });
    function run(program: string, ...args: string[]): string {
      const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env: environment() });
      assert.equal(status, 0, stdout + stderr);
      return stdout + stderr;
    }
    const itkWrap = (...args: string[]): string =>
      run(process.execPath, path.join(root, 'dist/itk-wrap.js'), ...args, '--build', copy.build);

    interface Ran {
      /** The types whose castxml edge ran, and the modules whose igenerator edge ran. */
      types: string[];
      igenerator: string[];
      /** The runs of `castxml -E`, and all others. */
      preprocessed: number;
      parsed: number;
    }
    /** Runs ninja for the interfaces of all modules. */
    function ninja(...variables: string[]): Ran {
      fs.rmSync(log(), { force: true });
      const targets = ['ITKCommonSwig', 'ITKImageIntensitySwig', 'ITKThresholdingSwig'];
      const said = run('env', ...variables, 'ninja', '-C', copy.build, ...targets);
      const all = (pattern: RegExp): string[] =>
        [...said.matchAll(pattern)].map(([, name]) => name ?? '').sort();
      const runs = fs.existsSync(log()) ? fs.readFileSync(log(), 'utf8').trim().split('\n') : [];
      const preprocessed = runs.filter((line) => / -E /.test(line)).length;
      return {
        types: all(/castxml_inputs\/(\w+)\.xml$/gm),
        igenerator: all(/igenerator\.py for (\w+)$/gm),
        ...{ preprocessed, parsed: runs.length - preprocessed },
      };
    }
    /** Checks that ninja has nothing to do. */
    function rests(): void {
      assert.deepEqual(ninja(), { types: [], igenerator: [], preprocessed: 0, parsed: 0 });
    }
    /** The types that read the header, from the line markers of castxml's preprocessor. */
    async function findReaders(): Promise<string[]> {
      const { types } = await readBuild(copy.build);
      const reads = ({ castxml }: (typeof types)[number]): boolean => {
        const [program = '', ...args] = castxml?.argv ?? [];
        const isOf = (option: RegExp, i: number): boolean => option.test(args[i] ?? '');
        const left = args.filter(
          (_, i) =>
            !isOf(/^(?:-o|-c|--castxml-(?:output|start).*)$/, i) && !isOf(/^(?:-o|--castxml-start)$/, i - 1),
        );
        const { stdout, stderr, status } = spawnSync(program, [...left, '-E'], {
          ...{ cwd: castxml?.cwd, encoding: 'utf8', maxBuffer: 2 ** 28 },
        });
        assert.equal(status, 0, stderr);
        return stdout.includes(`"${header}" 1`);
      };
      return types
        .filter(reads)
        .map(({ name }) => name)
        .sort();
    }
    const timesOf = (types: readonly string[]): number[] =>
      types.map((type) => fs.statSync(xml(type)).mtimeMs);
    const textsOf = (types: readonly string[]): string[] =>
      types.map((type) => fs.readFileSync(xml(type), 'utf8'));

    it('let a comment in a header cost a preprocessor run of each type that reads it, and nothing more', () => {
      const before = timesOf(readers);
      fs.appendFileSync(header, '// a comment\n');
      const ran = ninja();
      assert.deepEqual(ran, { types: readers, igenerator: [], preprocessed: readers.length, parsed: 0 });
      assert.deepEqual(timesOf(readers), before);
      rests();
      // The launcher without a server does the same.
      fs.appendFileSync(header, '// another\n');
      assert.deepEqual(ninja('ITK_WRAP_CACHE_SERVER=0').types, readers);
      rests();
    });

    it('let an edit of a header reach the XML of each type that reads it', () => {
      const before = textsOf(readers);
      const text = fs.readFileSync(header, 'utf8');
      fs.writeFileSync(
        header,
        text.replace(/^public:$/m, 'public:\n  int GetAddedByTheTest() const { return 7; }'),
      );
      const ran = ninja();
      assert.deepEqual([ran.types, ran.parsed], [readers, readers.length]);
      assert.deepEqual(ran.igenerator, ['ITKImageIntensity', 'ITKThresholding']);
      for (const now of textsOf(readers)) assert.match(now, /GetAddedByTheTest/);
      rests();
      // Back again: all hits, and the XML is as it was.
      fs.writeFileSync(header, text);
      assert.deepEqual([ninja().parsed, textsOf(readers)], [0, before]);
      rests();
    });

    it('are as complete without the cache, and without the launcher’s runtime', () => {
      for (const variable of ['ITK_WRAP_CACHE_BYPASS=1', 'PATH=' + withoutRuntime()]) {
        fs.appendFileSync(header, '// a comment\n');
        assert.deepEqual(ninja(variable, 'ITK_WRAP_CACHE_SERVER=0').parsed, readers.length, variable);
        rests();
        fs.appendFileSync(header, '// a comment\n');
        assert.deepEqual(ninja().types, readers, variable);
        rests();
      }
    });

    it('let a header be removed', () => {
      const extra = path.join(path.dirname(header), 'itkAddedByTheTest.h');
      const text = fs.readFileSync(header, 'utf8');
      fs.writeFileSync(extra, 'namespace itk { class AddedByTheTest; }\n');
      fs.writeFileSync(header, text.replace(/^#include/m, '#include "itkAddedByTheTest.h"\n#include'));
      ninja();
      rests();
      fs.rmSync(extra);
      fs.writeFileSync(header, text);
      const ran = ninja();
      assert.deepEqual([ran.types, ran.parsed], [readers, 0]);
      rests();
    });

    it('leave ninja nothing to do after runs of itk-wrap', () => {
      fs.appendFileSync(header, '// a comment\n');
      itkWrap('castxml', '--type', ...readers);
      assert.deepEqual(ninja().types, []);
      fs.appendFileSync(header, '// a comment\n');
      assert.deepEqual(ninja().types, readers);
      fs.writeFileSync(
        header,
        fs.readFileSync(header, 'utf8').replace(/^public:$/m, 'public:\n  int m_Another;'),
      );
      itkWrap('castxml', '--type', ...readers);
      itkWrap('igenerator', '--module', 'ITKImageIntensity', 'ITKThresholding');
      rests();
      fs.appendFileSync(header, '// a comment\n');
      assert.deepEqual(ninja().types, readers);
      // In a build in which ninja has never run.
      for (const name of ['.ninja_log', '.ninja_deps'])
        fs.rmSync(path.join(copy.build, name), { force: true });
      itkWrap('castxml', '--all');
      assert.deepEqual(ninja().types, []);
      fs.appendFileSync(header, '// a comment\n');
      assert.deepEqual(ninja().types, readers);
      rests();
    });

    it('do not make an XML that ninja considers current stale for itk-wrap', () => {
      fs.appendFileSync(header, '// a comment\n');
      ninja();
      const { types } = JSON.parse(itkWrap('status', '--json')) as { types: { name: string; xml: string }[] };
      assert.deepEqual(
        types.filter(({ name, xml }) => readers.includes(name) && xml !== 'fresh'),
        [],
      );
    });

    /** A PATH with everything but Bun and Node. */
    function withoutRuntime(): string {
      const bin = path.join(copy.source, 'bin');
      fs.mkdirSync(bin, { recursive: true });
      for (const folder of ['/bin', '/usr/bin'])
        for (const name of fs.readdirSync(folder))
          if (!/^(?:node|nodejs|bun)$/.test(name) && !fs.existsSync(path.join(bin, name)))
            fs.symlinkSync(path.join(folder, name), path.join(bin, name));
      return bin;
    }
  });
