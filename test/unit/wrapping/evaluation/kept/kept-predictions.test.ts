import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { loadParser } from '../../../../../server/src/cmake/syntax/parse';
import type { Script } from '../../../../../server/src/cmake/syntax/ast';
import {
  evaluateToKeep,
  findKeptPrediction,
  keepingPlace,
  type KeepingPlace,
  keptPredictionsFolder,
} from '../../../../../server/src/wrapping/evaluation/kept/kept-predictions';
import { openPrediction } from '../../../../../server/src/wrapping/evaluation/prediction';
import type {
  PredictionInput,
  PredictionReader,
} from '../../../../../server/src/wrapping/evaluation/prediction-types';
import { seedOf } from '../../../../support/random';
import { tempDir } from '../../../../support/temp-dir';
import { WrappedProject } from '../../../../support/wrapped-project';

const IMAGE = 'Modules/Core/Common/wrapping/itkImage.wrap';

describe('kept predictions', function () {
  this.timeout(120_000);
  const temp = tempDir();
  let parse: (text: string) => Script;
  let project: WrappedProject;
  let place: KeepingPlace;

  before(async () => {
    const parser = await loadParser();
    parse = (text) => parser.parseScript(text);
  });
  beforeEach(() => {
    project = WrappedProject.sample();
    writeFileSync(path.join(temp(), 'program.js'), 'version 1');
    place = { folder: path.join(temp(), 'kept'), program: path.join(temp(), 'program.js'), worthMs: 0 };
  });
  afterEach(() => project.remove());

  const input = (): PredictionInput => ({ source: project.source, build: project.build });
  const find = (): PredictionReader | null => findKeptPrediction(input(), place);
  const keep = (): boolean => evaluateToKeep(input(), { parse }, place).keep();
  const inSource = (file: string): string => path.join(project.source, file);
  const append = (file: string, text: string): void => appendFileSync(inSource(file), text);
  const theFile = (): string => path.join(place.folder!, readdirSync(place.folder!)[0]!);

  /** Everything that a reader tells, as plain data. */
  function told(reader: PredictionReader): unknown {
    const itk = reader.wrappedByItk();
    const types = reader.types().map((type) => ({
      ...type,
      loops: reader.loopsOf(type.wrap!),
      cutShort: reader.isCutShort(type.name),
      own: reader.diagnostics(type.name),
    }));
    return JSON.parse(
      JSON.stringify({
        ...reader.prediction(),
        types,
        outside: reader.diagnosticsOutside(),
        itk: typeof itk === 'string' ? itk : [itk.instantiations, [...itk.modules]],
      }),
    );
  }

  /** What is kept, if it is found, must be what evaluating now gives. Returns whether it was found. */
  function check(): boolean {
    const fresh = told(openPrediction(input(), { parse }));
    const kept = find();
    if (kept) assert.deepEqual(told(kept), fresh);
    assert.ok(keep(), 'the result can be kept');
    const again = find();
    assert.ok(again, 'a result that was just kept is found');
    assert.deepEqual(told(again), fresh);
    return kept !== null;
  }

  it('tell the same as the evaluation', () => {
    assert.equal(find(), null);
    assert.equal(check(), false);
    assert.equal(check(), true);
    assert.ok(find()!.types().length > 3);
    assert.ok(
      find()!
        .types()[0]!
        .instantiations.some(({ origin }) => origin !== null),
    );
  });

  it('equal a fresh evaluation after any edits between two starts', () => {
    const wraps = readdirSync(project.source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.wrap'))
      .sort();
    const wrap = fc.constantFrom(...wraps);
    const cacheFile = path.join(project.build, 'CMakeCache.txt');
    const original = readFileSync(cacheFile, 'utf8');
    /** Each edit, and whether the next start may use what was kept before it. */
    const edit = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), wrap, n: fc.nat(3) }),
      fc.record({ kind: fc.constant('break' as const), wrap }),
      fc.record({ kind: fc.constant('remove' as const), wrap }),
      fc.record({ kind: fc.constant('new' as const), wrap, n: fc.nat(2) }),
      fc.record({ kind: fc.constant('header' as const), n: fc.nat(2) }),
      fc.record({ kind: fc.constant('macro' as const), n: fc.nat(2) }),
      fc.record({ kind: fc.constant('option' as const), on: fc.boolean(), n: fc.nat(2) }),
      fc.record({ kind: fc.constant('link' as const), wrap }),
      fc.record({ kind: fc.constant('configured' as const), on: fc.boolean() }),
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('touch' as const), wrap }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('unrelated' as const), n: fc.nat(2) }) },
      fc.record({ kind: fc.constant('program' as const), n: fc.nat(2) }),
    );
    type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;
    const types = ['ITK_WRAP_double', 'ITK_WRAP_unsigned_short', 'ITK_WRAP_rgb_unsigned_char'];
    const apply = (one: Edit): 'same' | 'maybe' => {
      switch (one.kind) {
        case 'append':
          if (existsSync(inSource(one.wrap))) append(one.wrap, `set(appended ${one.n})\n`);
          return 'maybe';
        case 'break':
          if (existsSync(inSource(one.wrap))) append(one.wrap, 'itk_wrap_class("itk::Broken" POINTER\n');
          return 'maybe';
        case 'remove':
          rmSync(inSource(one.wrap), { force: true });
          return 'maybe';
        case 'new':
          project.write({
            [`${path.dirname(one.wrap)}/itkNew${one.n}.wrap`]: `itk_wrap_class("itk::New${one.n}" POINTER)\n  itk_wrap_template("\${ITKM_F}" "\${ITKT_F}")\nitk_end_wrap_class()\n`,
          });
          return 'maybe';
        case 'header':
          project.write({ [`Modules/Core/Common/include/itkNew${one.n}.h`]: '#pragma once\n' });
          return 'maybe';
        case 'macro':
          append('Wrapping/TypedefMacros.cmake', `# edit ${one.n}\n`);
          return 'maybe';
        case 'option':
          writeFileSync(cacheFile, `${original}${types[one.n]}:BOOL=${one.on ? 'ON' : 'OFF'}\n`);
          return 'maybe';
        case 'link': {
          const file = inSource(one.wrap);
          if (existsSync(file) && !existsSync(`${file}.real`)) {
            renameSync(file, `${file}.real`);
            symlinkSync(`${file}.real`, file);
          }
          return 'maybe';
        }
        case 'configured':
          if (one.on) writeFileSync(path.join(project.build, 'build.ninja'), '');
          else rmSync(path.join(project.build, 'build.ninja'), { force: true });
          return 'maybe';
        case 'touch':
          if (existsSync(inSource(one.wrap))) utimesSync(inSource(one.wrap), 1, one.wrap.length);
          return 'same';
        case 'unrelated':
          writeFileSync(path.join(project.build, `note${one.n}.txt`), String(one.n));
          project.write({ [`doc/note${one.n}.md`]: 'x' });
          return 'same';
        case 'program':
          writeFileSync(place.program, `version ${one.n}`);
          return 'maybe';
      }
    };
    mkdirSync(inSource('doc'), { recursive: true });
    check();
    let found = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        const effects = edits.map(apply);
        const wasFound = check();
        if (wasFound) found++;
        if (effects.every((effect) => effect === 'same'))
          assert.ok(wasFound, 'a start without a relevant change needs no evaluation');
      }),
      {
        seed: seedOf('ITK_WRAP_RANDOM_SEED'),
        numRuns: Number(process.env.ITK_WRAP_KEPT_RUNS ?? 15),
        endOnFailure: true,
      },
    );
    assert.ok(found > 0);
  });

  it('see a file that appears where one was looked for, and a folder that is listed', () => {
    append(
      IMAGE,
      'if(EXISTS "${CMAKE_SOURCE_DIR}/switch")\n  message(WARNING "switched")\nendif()\nfile(GLOB found "${CMAKE_SOURCE_DIR}/looked/*")\nmessage(WARNING "found ${found}")\n',
    );
    assert.equal(check(), false);
    assert.equal(check(), true);
    writeFileSync(inSource('switch'), '');
    assert.equal(check(), false);
    mkdirSync(inSource('looked'));
    writeFileSync(inSource('looked/one'), '');
    assert.equal(check(), false);
    assert.equal(check(), true);
    rmSync(inSource('looked/one'));
    assert.equal(check(), false);
  });

  it('depend on what the ITK behind an external module wraps', () => {
    project.remove();
    const itk = 'Wrapping/castxml_inputs/itkAlien.cxx';
    const external = WrappedProject.external('Own', {
      'wrapping/itkOwn.wrap':
        'itk_wrap_class("itk::Own" POINTER)\n  itk_wrap_template("F" "float")\nitk_end_wrap_class()\n',
    });
    project = external;
    const write = (type: string): void => {
      mkdirSync(path.join(external.itk, path.dirname(itk)), { recursive: true });
      writeFileSync(
        path.join(external.itk, itk),
        `namespace _wrapping_\n{\n    using itkAlienF = itk::Alien< ${type} >;\n}\n`,
      );
    };
    write('float');
    assert.equal(check(), false);
    assert.equal(check(), true);
    assert.notEqual(find()!.wrappedByItk(), 'unknown');
    write('double');
    assert.equal(check(), false);
  });

  it('are not used by another program, with other options, in another language, or with another home', () => {
    assert.ok(keep());
    assert.ok(find());
    assert.equal(findKeptPrediction({ ...input(), cache: { ITK_WRAP_double: 'ON' } }, place), null);
    assert.equal(findKeptPrediction(input(), { ...place, language: { a: 'b' } }), null);
    const { HOME } = process.env;
    process.env.HOME = temp();
    try {
      assert.equal(find(), null);
    } finally {
      process.env.HOME = HOME;
    }
    writeFileSync(place.program, 'version 2');
    assert.equal(find(), null);
  });

  it('are not made of what a repetition would not give: the time, chance, and limits', () => {
    for (const command of [
      'string(TIMESTAMP now)',
      'string(RANDOM text)',
      'while(TRUE)\n  set(a b)\nendwhile()',
    ]) {
      const before = readFileSync(inSource(IMAGE));
      append(IMAGE, `\n${command}\n`);
      assert.equal(keep(), false, command);
      writeFileSync(inSource(IMAGE), before);
    }
    assert.ok(keep());
  });

  it('are not made of a disk that changed meanwhile, or of texts that are not saved', () => {
    const changed = evaluateToKeep(input(), { parse }, place);
    append(IMAGE, '# later\n');
    changed.session.update(inSource(IMAGE), null);
    assert.equal(changed.keep(), false);
    const unsaved = evaluateToKeep(input(), { parse }, place);
    unsaved.session.update(inSource(IMAGE), 'set(a b)\n');
    assert.equal(unsaved.keep(), false);
    const options = evaluateToKeep(input(), { parse }, place);
    appendFileSync(path.join(project.build, 'CMakeCache.txt'), 'A:STRING=B\n');
    assert.equal(options.keep(), false);
    const same = evaluateToKeep(input(), { parse }, place);
    same.session.update(inSource(IMAGE), readFileSync(inSource(IMAGE), 'utf8'));
    assert.equal(same.keep(), true);
    assert.equal(check(), true);
    const partial = evaluateToKeep(input(), { parse, without: [inSource(IMAGE)] }, place);
    assert.equal(partial.keep(), false);
  });

  it('are ignored if the file is damaged in any place', () => {
    assert.ok(keep());
    const good = readFileSync(theFile());
    for (const at of [0, 10, 30, 60, 100, 200, good.length >> 1, good.length - 1]) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1;
      writeFileSync(theFile(), bad);
      assert.equal(find(), null, `byte ${at}`);
    }
    for (const length of [0, 5, 50, 90, 200, good.length - 1]) {
      writeFileSync(theFile(), good.subarray(0, length));
      assert.equal(find(), null, `${length} bytes`);
    }
    execFileSync('sh', ['-c', 'rm "$1" && mkfifo "$1"', 'sh', theFile()]);
    assert.equal(find(), null, 'a pipe');
    rmSync(theFile());
    assert.ok(keep());
    assert.ok(find());
  });

  it('are read from and written to a private folder only', () => {
    assert.ok(keep());
    assert.equal(statSync(place.folder!).mode & 0o777, 0o700);
    assert.equal(statSync(theFile()).mode & 0o777, 0o600);
    chmodSync(place.folder!, 0o755);
    assert.equal(find(), null);
    assert.equal(keep(), false);
    chmodSync(place.folder!, 0o700);
    assert.ok(find());
    // A link that a workspace might offer instead of a folder.
    const link = path.join(temp(), 'link');
    symlinkSync(place.folder!, link);
    assert.equal(findKeptPrediction(input(), { ...place, folder: link }), null);
    assert.equal(findKeptPrediction(input(), { ...place, folder: null }), null);
  });

  it('are bounded in number, and those that were not used for the longest time go first', () => {
    assert.ok(keep());
    const own = path.basename(theFile());
    for (let n = 0; n < 20; n++) {
      const file = path.join(place.folder!, String(n).padStart(32, '0'));
      writeFileSync(file, 'x');
      utimesSync(file, 1000 + n, 1000 + n);
    }
    writeFileSync(path.join(place.folder!, '.a.tmp'), 'x');
    utimesSync(path.join(place.folder!, '.a.tmp'), 1000, 1000);
    utimesSync(path.join(place.folder!, own), 1, 1);
    assert.ok(find(), 'using it makes it the newest');
    const other = { ...input(), cache: { ITK_WRAP_double: 'ON' } };
    assert.ok(evaluateToKeep(other, { parse }, place).keep());
    const left = readdirSync(place.folder!).sort();
    assert.equal(left.length, 16);
    assert.ok(left.includes(own));
    assert.ok(!left.includes('.a.tmp'));
    assert.ok(left.includes('19'.padStart(32, '0')));
    assert.ok(!left.includes('05'.padStart(32, '0')));
  });

  it('have a folder in the user’s cache, unless the environment says otherwise', () => {
    assert.equal(keptPredictionsFolder({}, '/home/a'), '/home/a/.cache/itk-wrapping/predictions');
    assert.equal(keptPredictionsFolder({ XDG_CACHE_HOME: '/x' }), '/x/itk-wrapping/predictions');
    assert.equal(
      keptPredictionsFolder({ XDG_CACHE_HOME: 'x' }, '/home/a'),
      '/home/a/.cache/itk-wrapping/predictions',
    );
    assert.equal(keptPredictionsFolder({ ITK_WRAP_PREDICTIONS: '/y' }), '/y');
    assert.equal(keptPredictionsFolder({ ITK_WRAP_PREDICTIONS: 'off' }), null);
    assert.equal(keepingPlace('/a/program.ts').folder, null, 'a source file is not the whole program');
  });
});
