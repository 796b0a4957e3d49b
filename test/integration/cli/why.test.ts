import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { configured } from '../../support/renames';
import { randomNumbers, seedOf } from '../../support/random';
import { type SampleCopy, sampleCopy } from '../../support/sample';
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
    changes.map(({ options, line }) => [
      ...options.map(({ name, to }) => `${name}=${to}`),
      ...(line ? [line.text.trim()] : []),
    ]);
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
    assert.deepEqual(told(answer), [['ITK_WRAP_double=ON', 'ITK_WRAP_IMAGE_DIMS=2;3;4']]);
    const [{ wraps }] = answer.changes as [WhyAnswer['changes'][0]];
    const alias = wraps[0]!.name;
    const cache = readFileSync(path.join(sample.build, 'CMakeCache.txt'), 'utf8');
    const without = generated([]);
    assert.ok(!without.includes(alias));
    assert.ok(generated(told(answer)[0]!.map((option) => `-D${option}`)).includes(alias));
    assert.ok(!generated(['-DITK_WRAP_double=OFF']).includes(alias), 'the other option alone does not');
    writeFileSync(path.join(sample.build, 'CMakeCache.txt'), cache);
    generated([]);
  }).timeout(60_000);

  it('proposes no options with which CMake would stop', () => {
    const { answer } = ask('itk.Image[itk.RGBPixel[itk.US],2]');
    assert.deepEqual(told(answer), [['ITK_WRAP_rgb_unsigned_short=ON', 'ITK_WRAP_unsigned_short=ON']]);
  });

  it('proposes one line if that is enough, and CMake agrees', () => {
    const { answer } = ask('itk.ThresholdImageFilter[itk.Image[itk.RGBPixel[itk.UC],2]]');
    const [first] = answer.changes;
    assert.ok(first?.line, JSON.stringify(answer.changes));
    assert.equal(first.added, first.wraps.length);
    const { file, line, text } = first.line;
    const before = readFileSync(file, 'utf8');
    const lines = before.split('\n');
    lines.splice(line, 0, text);
    writeFileSync(file, lines.join('\n'));
    try {
      assert.ok(generated([]).includes(first.wraps[0]!.name));
    } finally {
      writeFileSync(file, before);
    }
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
      for (const { options, line, wraps } of answer.changes) {
        tried++;
        const before = line && readFileSync(line.file, 'utf8');
        if (line && before !== null) {
          const lines = before.split('\n');
          lines.splice(line.line, 0, line.text);
          writeFileSync(line.file, lines.join('\n'));
        }
        try {
          const texts = generated(options.map(({ name, to }) => `-D${name}=${to}`));
          for (const { name } of wraps) assert.match(texts, new RegExp(`\\busing ${name}\\s*=`), query);
        } finally {
          if (line && before !== null) writeFileSync(line.file, before);
          writeFileSync(cacheFile, cache);
        }
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
      /^itk::Image< double, 2 > is not wrapped\.\n\nTo wrap it:\n {2}-DITK_WRAP_double=ON {2}\(now OFF\)\n/,
    );
    assert.match(stdout, /This adds \d+ instantiations in all, and wraps:\n {4}itk::Image< double/);
    assert.ok(
      execFileSync(process.execPath, [script, 'why', '--help'], { encoding: 'utf8' }).includes('Examples:'),
    );
  });
});
