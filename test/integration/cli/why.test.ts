import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { configured } from '../../support/renames';
import { randomNumbers, seedOf } from '../../support/random';
import { type SampleCopy, sampleCopy } from '../../support/sample';
import { withLines } from '../../../server/src/wrapping/why/add-instantiation';
import type { WhyAnswer } from '../../../server/src/wrapping/why/why';

const CHANGES = 20;

/** Each answer is compared with what a real CMake generates. */
describe('itk-wrap why', () => {
  let sample: SampleCopy;
  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy({ configureOnly: true });
  });
  after(() => sample?.remove());

  const script = path.join(root, 'dist/itk-wrap.js');
  const ask = (query: string, options: { input?: string } = {}): { code: number; answer: WhyAnswer } => {
    const args = [
      script,
      'why',
      '--json',
      '--build',
      sample.build,
      options.input === undefined ? query : '-',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', ...options });
    assert.ok(status === 0 || status === 1, stderr);
    return { code: status, answer: JSON.parse(stdout) as WhyAnswer };
  };
  const told = ({ changes }: WhyAnswer): string[][] =>
    changes.map(({ options, lines }) => [
      ...options.map(({ name, to }) => `${name}=${to}`),
      ...lines.map(({ text }) => text.trim()),
    ]);
  const toldOptions = (answer: WhyAnswer): string[][] =>
    told({ ...answer, changes: answer.changes.filter(({ lines }) => lines.length === 0) });
  /** Inserts the lines of a change while `work` runs. */
  const withLinesOf = <T>({ lines }: WhyAnswer['changes'][0], work: () => T): T => {
    const before = new Map(lines.map(({ file }) => [file, readFileSync(file, 'utf8')]));
    try {
      for (const [file, text] of before)
        writeFileSync(
          file,
          withLines(
            text,
            lines.filter((line) => line.file === file),
          ),
        );
      return work();
    } finally {
      for (const [file, text] of before) writeFileSync(file, text);
    }
  };
  /** The aliases that CMake generates with more options. */
  const generated = (options: string[]): string => {
    const files = configured(sample.source, sample.build, { options, under: 'Wrapping' });
    return [...files]
      .filter(([name]) => name.endsWith('.cxx'))
      .map(([, text]) => text)
      .join('\n');
  };

  it('says where a type is wrapped', () => {
    for (const query of [
      'itk.MaskImageFilter[itk.Image[itk.F,2], itk.Image[itk.UC,2], itk.Image[itk.F,2]]',
      'itk::MaskImageFilter< itk::Image<float, 2>, itk::Image<unsigned char, 2>, itk::Image<float, 2> >',
    ]) {
      const { code, answer } = ask(query);
      assert.equal(code, 0, query);
      const [found] = answer.wrapped;
      assert.equal(found?.module, 'ITKImageIntensity');
      assert.match(found.origin?.location.file ?? '', /itkMaskImageFilter\.wrap$/);
      assert.deepEqual(ask(found.name).answer.wrapped, [found]);
    }
  });

  it('names the options that would wrap a type, and CMake agrees', () => {
    const { code, answer } = ask('', {
      input: 'TypeError: itk.AbsImageFilter is not wrapped for input type `itk.Image[itk.D,4]`.\n',
    });
    assert.equal(code, 1);
    assert.deepEqual(toldOptions(answer), [['ITK_WRAP_double=ON', 'ITK_WRAP_IMAGE_DIMS=2;3;4']]);
    const alias = answer.changes.find(({ options }) => options.length > 0)!.wraps[0]!.name;
    const cache = readFileSync(path.join(sample.build, 'CMakeCache.txt'), 'utf8');
    const without = generated([]);
    assert.ok(!without.includes(alias));
    assert.ok(generated(toldOptions(answer)[0]!.map((option) => `-D${option}`)).includes(alias));
    assert.ok(!generated(['-DITK_WRAP_double=OFF']).includes(alias), 'the other option alone does not');
    writeFileSync(path.join(sample.build, 'CMakeCache.txt'), cache);
    generated([]);
  }).timeout(60_000);

  it('proposes no options with which CMake would stop', () => {
    const { answer } = ask('itk.Image[itk.RGBPixel[itk.US],2]');
    assert.deepEqual(toldOptions(answer), [['ITK_WRAP_rgb_unsigned_short=ON', 'ITK_WRAP_unsigned_short=ON']]);
  });

  it('proposes one line if that is enough, and CMake agrees', () => {
    const { answer } = ask('itk.ThresholdImageFilter[itk.Image[itk.RGBPixel[itk.UC],2]]');
    const [first] = answer.changes;
    assert.equal(first?.lines.length, 1, JSON.stringify(answer.changes));
    assert.equal(first.added, first.wraps.length);
    assert.ok(withLinesOf(first, () => generated([])).includes(first.wraps[0]!.name));
  });

  it(`proposes changes that CMake agrees with, for ${CHANGES} of them, drawn at random`, () => {
    const seed = seedOf('ITK_WRAPPING_SEED');
    console.log(`      seed ${seed} (ITK_WRAPPING_SEED)`);
    const random = randomNumbers(seed);
    const one = <T>(list: readonly T[]): T => list[random(list.length)]!;
    const cacheFile = path.join(sample.build, 'CMakeCache.txt');
    const cache = readFileSync(cacheFile, 'utf8');
    const asked = new Set<string>();
    for (let tried = 0; tried < CHANGES;) {
      const image = `itk.Image[itk.${one(['F', 'D', 'UC', 'US', 'SS', 'SI', 'UL'])},${one([2, 3, 4])}]`;
      const query = one([
        image,
        `itk.ImageSource[${image}]`,
        `itk.ThresholdImageFilter[${image}]`,
        `itk.AbsImageFilter[${image},${image}]`,
        `itk.BinaryThresholdImageFilter[${image},${image}]`,
      ]);
      if (asked.has(query)) continue;
      asked.add(query);
      const { code, answer } = ask(query);
      for (const change of answer.changes) {
        tried++;
        const options = change.options.map(({ name, to }) => `-D${name}=${to}`);
        const texts = withLinesOf(change, () => generated(options));
        writeFileSync(cacheFile, cache);
        for (const { name } of change.wraps) assert.match(texts, new RegExp(`\\busing ${name}\\s*=`), query);
      }
      assert.equal(code === 0, answer.wrapped.length > 0, query);
    }
    generated([]);
  }).timeout(300_000);

  it('answers without a build, for the default options, for the wheels on PyPI and for given options', () => {
    const code = (...args: string[]): number | null =>
      spawnSync(process.execPath, [script, 'why', ...args], { cwd: sample.source, encoding: 'utf8' }).status;
    const source = ['--source', sample.source];
    assert.equal(code(...source, 'itk.Image[itk.F,3]'), 0);
    assert.equal(code(...source, 'itk.Image[itk.D,4]'), 1);
    assert.equal(code(...source, '--wheels', 'itk.Image[itk.D,4]'), 0);
    assert.equal(code(...source, '-D', 'ITK_WRAP_IMAGE_DIMS=4', 'itk.Image[itk.F,4]'), 0);
    assert.equal(code('--build', sample.build, '--wheels', 'itk.Image[itk.D,4]'), 2);
  });

  it('adds lines for the superclasses and arguments that are not wrapped either, and CMake agrees', () => {
    const { answer } = ask('itk.AbsImageFilter[itk.Image[itk.D,4],itk.Image[itk.D,4]]');
    const [first] = answer.changes;
    assert.ok(first);
    assert.deepEqual([first.options, first.needs, first.missing], [[], [], []]);
    assert.deepEqual(first.lines.map(({ file }) => path.basename(file)).sort(), [
      'itkAbsImageFilter.wrap',
      'itkImage.wrap',
      'itkImage.wrap',
      'itkImageSource.wrap',
      'itkImageToImageFilter.wrap',
    ]);
    const texts = withLinesOf(first, () => generated([]));
    for (const name of ['itkImageBase4', 'itkImageD4', 'itkImageSourceID4', 'itkAbsImageFilterID4ID4'])
      assert.match(texts, new RegExp(`\\busing ${name}\\s*=`));
    generated([]);
  });

  it('says which header declares a class that nothing wraps, and what is written in Python', () => {
    const header = path.join(
      sample.source,
      'Modules/Filtering/ImageIntensity/include/itkLogNothingImageFilter.h',
    );
    writeFileSync(
      header,
      `namespace itk\n{\ntemplate <typename TInputImage, typename TOutputImage>\nclass LogNothingImageFilter : public ImageToImageFilter<TInputImage, TOutputImage>\n{};\n}\n`,
    );
    try {
      const { unwrapped } = ask('itk.LogNothingImageFilter').answer;
      assert.equal(unwrapped?.className, 'itk::LogNothingImageFilter');
      assert.deepEqual([unwrapped.header, unwrapped.module], [header, 'ITKImageIntensity']);
      assert.match(unwrapped.wrap, /ImageIntensity\/wrapping\/itkLogNothingImageFilter\.wrap$/);
      assert.match(
        unwrapped.text,
        /^itk_wrap_class\("itk::LogNothingImageFilter" POINTER\)\n {2}itk_wrap_image_filter\(/,
      );
    } finally {
      rmSync(header);
    }
    const python = path.join(sample.source, 'Wrapping/Generators/Python/itk/support/extras.py');
    mkdirSync(path.dirname(python), { recursive: true });
    writeFileSync(python, 'import os\n\n\ndef imread(filename):\n    pass\n');
    assert.deepEqual(ask('itk.imread').answer.python, { file: python, line: 3 });
  });

  it('suggests the right name for a misspelled class, and refuses a question about nothing', () => {
    const { answer } = ask("AttributeError: module 'itk' has no attribute 'AbsImagFilter'");
    assert.deepEqual([answer.isClassWrapped, answer.similar[0]], [false, 'AbsImageFilter']);
    const nothing = spawnSync(process.execPath, [script, 'why', '--build', sample.build, '42'], {
      encoding: 'utf8',
    });
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /No type was found in the query/);
  });

  it('writes sentences for people', () => {
    const args = [script, 'why', '--build', sample.build, 'itk.Image[itk.D,2]'];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.match(
      stdout,
      /^itk::Image< double, 2 > is not wrapped\.\n\nTo wrap it:\n {2}add before line \d+ of Modules\/Core\/Common\/wrapping\/itkImage\.wrap:\n/,
    );
    assert.match(stdout, /This adds 1 instantiation in all, and wraps:\n {4}itk::Image< double/);
    assert.match(
      stdout,
      /\n\nOr:\n {2}-DITK_WRAP_double=ON {2}\(now OFF\)\n {2}This adds \d+ instantiations in all/,
    );
    assert.ok(
      execFileSync(process.execPath, [script, 'why', '--help'], { encoding: 'utf8' }).includes('Examples:'),
    );
  });
});
