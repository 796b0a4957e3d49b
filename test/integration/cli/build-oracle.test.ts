import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomNumbers } from '../../support/random';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/*
 * `itk-wrap build` against an oracle. A copy of the sample is edited at random, loses outputs at random, and is brought up to
 * date, now and then after a run that was killed. A second copy gets the same edits, and everything is made from nothing, by
 * plain ninja without a cache. All files from the XML to SWIG's Python modules must be the same. Needs dist/.
 *
 * By hand: ITK_WRAPPING_ORACLE_EDITS=200 ITK_WRAPPING_ORACLE_SEED=7 npx mocha test/integration/cli/build-oracle.test.ts
 */
const EDITS = Number(process.env.ITK_WRAPPING_ORACLE_EDITS ?? 2);
const SEED = Number(process.env.ITK_WRAPPING_ORACLE_SEED ?? 20261129);

interface Edit {
  file: string;
  change: (text: string) => string;
}

const added = (text: string, name: string): string =>
  text.replace(/^(\s*)(?:using Self = .*;|public:)$/m, `$&\n$1int ${name}() const { return 1; }`);
const COMMON = 'Modules/Core/Common';
const FILTERS = 'Modules/Filtering/ImageIntensity';
/** Each is made or taken back. */
const SWITCHES: readonly Edit[] = [
  { file: `${COMMON}/include/itkImageSource.h`, change: (text) => added(text, 'AddedToSource') },
  { file: `${COMMON}/include/itkImageBase.h`, change: (text) => `// A comment.\n${text}` },
  { file: `${COMMON}/include/itkSize.h`, change: (text) => `${text}// At the end.\n` },
  { file: `${FILTERS}/include/itkAbsImageFilter.h`, change: (text) => added(text, 'AddedToAbs') },
  { file: `${FILTERS}/include/itkUnaryFunctorImageFilter.h`, change: (text) => added(text, 'AddedToUnary') },
  {
    file: `${FILTERS}/wrapping/itkAbsImageFilter.wrap`,
    change: (text) =>
      text.replace(
        'itk_end_wrap_class',
        'itk_wrap_template("${ITKM_IUC2}${ITKM_IF2}" "${ITKT_IUC2}, ${ITKT_IF2}")\nitk_end_wrap_class',
      ),
  },
  { file: `${FILTERS}/wrapping/itkAddImageFilter.wrap`, change: (text) => `# A comment.\n${text}` },
  {
    file: `${COMMON}/wrapping/itkVector.wrap`,
    change: (text) =>
      text.replace('itk_end_wrap_class', 'itk_wrap_template("${ITKM_D}4" "${ITKT_D},4")\nitk_end_wrap_class'),
  },
];

/** Where the outputs of all stages are. */
const OUTPUTS = [
  'castxml_inputs',
  'Typedefs',
  'Generators/Python/itk-pkl',
  'Generators/Python/itk',
  'Modules/ITKCommon',
  'Modules/ITKImageIntensity',
  'Modules/ITKThresholding',
];
const MADE =
  /\.(?:xml|i|idx|index\.txt|pkl|stamp|cpp)$|SwigInterface\.h$|Python\.py$|_snake_case\.py$|Config\.py$/;

describe(`itk-wrap build and an oracle (${EDITS} edits, seed ${SEED})`, function () {
  this.timeout(120_000 + EDITS * 120_000);
  let edited: SampleCopy;
  let clean: SampleCopy;
  before(async () => {
    edited = await sampleCopy({ configureOnly: true });
    clean = await sampleCopy({ configureOnly: true });
  });
  after(async () => {
    await edited?.remove();
    await clean?.remove();
  });

  const arguments_ = (): string[] => [
    path.join(root, 'dist/itk-wrap.js'),
    'build',
    '--all',
    '--build',
    edited.build,
  ];
  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, ITK_WRAP_CACHE: edited.store });

  function outputs({ build, source }: SampleCopy): Map<string, string> {
    const found = new Map<string, string>();
    for (const folder of OUTPUTS)
      for (const name of fs.readdirSync(path.join(build, 'Wrapping', folder))) {
        const file = path.join(build, 'Wrapping', folder, name);
        if (!MADE.test(name) || !fs.statSync(file).isFile()) continue;
        const text = fs
          .readFileSync(file, 'latin1')
          .replaceAll(build, '<build>')
          .replaceAll(source, '<source>');
        found.set(`${folder}/${name}`, text);
      }
    return found;
  }

  function madeFromNothing(): Map<string, string> {
    for (const name of outputs(clean).keys())
      if (!/Config\.py$|^Typedefs\/ITK\w+\.i$|_ext\.i$/.test(name) && !isConfigured(clean, name))
        fs.rmSync(path.join(clean.build, 'Wrapping', name));
    const cpp = fs
      .readFileSync(path.join(clean.build, 'build.ninja'), 'utf8')
      .split('\n')
      .flatMap((line) => /^build (Wrapping\/Modules\/\w+\/\w+Python\.cpp) /.exec(line)?.[1] ?? []);
    const { status, stdout } = spawnSync('ninja', ['-C', clean.build, ...cpp], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
    return outputs(clean);
  }

  /** CMake writes some interface files, and ninja does not know how to make them. */
  const isConfigured = ({ build }: SampleCopy, name: string): boolean =>
    name.startsWith('Typedefs/') &&
    name.endsWith('.i') &&
    !fs.existsSync(path.join(build, 'Wrapping', name.replace(/\.i$/, '.idx')));

  it('makes what a clean build makes', async () => {
    const random = randomNumbers(SEED);
    const originals = SWITCHES.map(({ file }) => fs.readFileSync(path.join(edited.source, file), 'utf8'));
    const on = new Set<number>();
    const log: string[] = [];
    const flip = (index: number): void => {
      const { file, change } = SWITCHES[index]!;
      if (!on.delete(index)) on.add(index);
      const before = originals[index]!;
      const text = on.has(index) ? change(before) : before;
      if (on.has(index)) assert.notEqual(text, before, file);
      for (const { source } of [edited, clean]) fs.writeFileSync(path.join(source, file), text);
      log.push(`${on.has(index) ? 'made' : 'took back'} ${file}`);
    };
    spawnSync(process.execPath, arguments_(), { env: environment() });
    for (let step = 0; step < EDITS; step++) {
      for (let count = random(3); count >= 0; count--) flip(random(SWITCHES.length));
      const present = [...outputs(edited).keys()].filter(
        (name) => !isConfigured(edited, name) && !/Config\.py$/.test(name),
      );
      for (let count = random(3); count > 0; count--) {
        const name = present[random(present.length)]!;
        fs.rmSync(path.join(edited.build, 'Wrapping', name), { force: true });
        log.push(`removed ${name}`);
      }
      if (random(3) === 0) {
        const killed = spawn(process.execPath, arguments_(), {
          env: environment(),
          detached: true,
          stdio: 'ignore',
        });
        const ended = new Promise((resolve) => killed.on('exit', resolve));
        const ms = 300 + random(4000);
        await Promise.race([ended, setTimeout(ms)]);
        try {
          process.kill(-killed.pid!, 'SIGKILL');
        } catch {
          // It has ended.
        }
        await ended;
        log.push(`killed a run after ${ms} ms`);
      }
      const { status, stdout, stderr } = spawnSync(process.execPath, arguments_(), {
        env: environment(),
        encoding: 'utf8',
      });
      assert.equal(status, 0, [...log, stdout, stderr].join('\n'));
      // The module's own interface file is SWIG's work for the library alone.
      const own = (name: string): boolean =>
        /\/ITK(?:Common|ImageIntensity|Thresholding)Python\.(?:cpp|py)$/.test(name);
      const expected = madeFromNothing();
      const made = outputs(edited);
      const names = [...new Set([...expected.keys(), ...made.keys()])].filter((name) => !own(name));
      assert.ok(names.length > 100, String(names.length));
      const wrong = names.filter((name) => expected.get(name) !== made.get(name));
      assert.deepEqual(wrong, [], [`edit ${step} of seed ${SEED}`, ...log, stdout].join('\n'));
    }
  });
});
