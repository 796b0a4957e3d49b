import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/*
 * The sample from .wrap files to the Python prompt, with real castxml, SWIG and a compiler, as a user builds it who ran
 * `itk-wrap setup`. Needs dist/.
 */
const TYPES = 19;
const MODULES = 3;

describe('the sample at the Python prompt', function () {
  this.timeout(600_000);
  let first: SampleCopy;
  let second: SampleCopy;
  const runtime = (): string => path.dirname(first.source);

  before(async () => {
    first = await sampleCopy({ configureOnly: true });
    second = await sampleCopy({ configureOnly: true });
  });
  after(async () => {
    itkWrap('cache', 'server', 'stop');
    await first?.remove();
    await second?.remove();
  });

  function run(program: string, args: string[], environment: NodeJS.ProcessEnv = {}): string {
    const env = {
      ...process.env,
      ITK_WRAP_CACHE: first.store,
      ITK_WRAP_CACHE_SERVER_IDLE: '60',
      XDG_RUNTIME_DIR: runtime(),
      ...environment,
    };
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  }
  const itkWrap = (...args: string[]): string =>
    run(process.execPath, [path.join(root, 'dist/itk-wrap.js'), ...args]);

  /** How often each tool ran, and how often the store had its outputs. */
  function runs(): Record<string, [ran: number, restored: number]> {
    const { counters } = JSON.parse(itkWrap('cache', 'stats', '--json')) as {
      counters: {
        outcomes: Record<string, number>;
        actions: Record<string, { outcomes: Record<string, number> }>;
      };
    };
    const count = (outcomes: Record<string, number> = {}): [number, number] => {
      const restored = Object.entries(outcomes).filter(([name]) => name.startsWith('hit'));
      const sum = (of: [string, number][]): number => of.reduce((total, [, each]) => total + each, 0);
      return [sum(Object.entries(outcomes)) - sum(restored), sum(restored)];
    };
    const { igenerator, swig } = counters.actions;
    return {
      castxml: count(counters.outcomes),
      igenerator: count(igenerator?.outcomes),
      swig: count(swig?.outcomes),
    };
  }

  /** Runs a program of Python with the package of the first build. */
  function python(program: string): string[] {
    const cache = fs.readFileSync(path.join(first.build, 'CMakeCache.txt'), 'utf8');
    const interpreter = /^Python3_EXECUTABLE:\w+=(.*)$/m.exec(cache)?.[1] ?? assert.fail('no Python');
    const environment = { PYTHONPATH: path.join(first.build, 'Wrapping/Generators/Python') };
    return run(interpreter, ['-c', program], environment).trim().split('\n');
  }

  it('is built through the cache', () => {
    itkWrap('setup', '--build', first.build);
    run('ninja', ['-C', first.build]);
    assert.deepEqual(runs(), { castxml: [TYPES, 0], igenerator: [TYPES, 0], swig: [TYPES + MODULES, 0] });
    const rules = fs.readFileSync(path.join(first.build, 'build.ninja'), 'utf8');
    assert.equal(rules.match(/dist\/itk-swig-cache --depfile /g)?.length, TYPES + MODULES);
  });

  it('runs filters on images', () => {
    const program = `
import itk
ImageType = itk.Image[itk.F, 2]
image = ImageType.New()
image.SetRegions([3, 2])
image.Allocate()
for x in range(3):
    image.SetPixel([x, 1], 1.5 - 2 * x)
absolute = itk.AbsImageFilter[ImageType, ImageType].New()
absolute.SetInput(image)
absolute.Update()
output = absolute.GetOutput()
print([output.GetPixel([x, y]) for y in range(2) for x in range(3)])
mask = itk.binary_threshold_image_filter(image, LowerThreshold=-1, UpperThreshold=1)
print(type(mask) is itk.Image[itk.UC, 2], [mask.GetPixel([x, 1]) for x in range(3)])
masked = itk.mask_image_filter(output, mask, OutsideValue=9)
print([masked.GetPixel([x, 1]) for x in range(3)])
print(isinstance(absolute, itk.ProcessObject), absolute.GetNameOfClass())
`;
    assert.deepEqual(python(program), [
      '[0.0, 0.0, 0.0, 1.5, 0.5, 2.5]',
      'True [0, 1, 0]',
      '[9.0, 0.5, 9.0]',
      'True AbsImageFilter',
    ]);
  });

  it('lets Python and C++ share objects, and frees them when neither needs them', () => {
    const program = `
import itk
image = itk.Image[itk.SS, 3].New()
image.SetRegions([2, 2, 2])
image.Allocate()
image.SetPixel([1, 1, 1], -7)
before = image.GetReferenceCount()
negative = itk.AbsImageFilter.New(image)
print(before, image.GetReferenceCount())
negative.Update()
output = negative.GetOutput()
del image
negative.Update()
print(output.GetReferenceCount(), negative.GetInput().GetPixel([1, 1, 1]), output.GetPixel([1, 1, 1]))
del negative
print(output.GetReferenceCount(), output.GetPixel([1, 1, 1]))
`;
    assert.deepEqual(python(program), ['1 2', '2 -7 7', '1 7']);
  });

  it('turns mistakes into exceptions of Python', () => {
    const program = `
import itk
def attempt(function):
    try:
        function()
    except Exception as error:
        print(type(error).__name__, error)
image = itk.Image[itk.F, 2].New()
attempt(lambda: image.GetPixel([0, 0]))
attempt(lambda: image.GetPixel([0, 0, 0]))
attempt(lambda: itk.AbsImageFilter[itk.Image[itk.F, 2], itk.Image[itk.F, 2]].New().Update())
attempt(lambda: itk.add_image_filter(image))
attempt(lambda: itk.RGBPixel[itk.D])
attempt(lambda: itk.MedianImageFilter)
`;
    assert.deepEqual(python(program), [
      'RuntimeError The image has no pixel at this index. Was Allocate() called?',
      'TypeError expected 2 integers, not 3',
      'RuntimeError The filter has no input: call SetInput().',
      'RuntimeError The filter needs two inputs with pixels at the same indices.',
      "KeyError 'itk.RGBPixel is not wrapped for <double>, only for <unsigned char>'",
      "AttributeError module 'itk' has no attribute 'MedianImageFilter': it is not wrapped in this build",
    ]);
  });

  it('does what its README shows', () => {
    const readme = fs.readFileSync(path.join(root, 'sample/README.md'), 'utf8');
    const session = [...readme.matchAll(/^ {4}(>>> .*|\[.*)$/gm)].map(([, line]) => line ?? '');
    const printed = session.filter((line) => !line.startsWith('>>> '));
    const program = session.filter((line) => line.startsWith('>>> ')).map((line) => line.slice(4));
    const last = program.pop() ?? assert.fail('The README shows no Python session.');
    assert.deepEqual(python([...program, `print(${last})`].join('\n')), printed);
  });

  it('needs no castxml, igenerator or SWIG in another folder', () => {
    itkWrap('setup', '--build', second.build);
    // As far as SWIG: what is compiled would be the same.
    const cpp = fs
      .readFileSync(path.join(second.build, 'build.ninja'), 'utf8')
      .split('\n')
      .flatMap((line) => /^build (Wrapping\/Modules\/\w+\/\w+Python\.cpp) /.exec(line)?.[1] ?? []);
    assert.equal(cpp.length, TYPES + MODULES);
    run('ninja', ['-C', second.build, ...cpp]);
    const each = TYPES + MODULES;
    assert.deepEqual(runs(), { castxml: [TYPES, TYPES], igenerator: [TYPES, TYPES], swig: [each, each] });
    for (const file of cpp)
      assert.ok(
        fs.readFileSync(path.join(first.build, file)).equals(fs.readFileSync(path.join(second.build, file))),
        file,
      );
  });

  it('runs SWIG of a derived type again after an edit of a base class in another module', () => {
    const header = path.join(second.source, 'Modules/Core/Common/include/itkImageSource.h');
    const text = fs.readFileSync(header, 'utf8');
    fs.writeFileSync(
      header,
      text.replace('OutputImageType * GetOutput()', 'int Edited() { return 1; }\n  $&'),
    );
    const swigOf = (type: string): string => `Wrapping/Modules/ITKImageIntensity/${type}Python.cpp`;
    const output = run('ninja', ['-C', second.build, swigOf('itkAbsImageFilter')]);
    assert.match(output, /Generating itkAbsImageFilterPython\.cpp/);
    assert.match(run('ninja', ['-C', second.build, swigOf('itkAbsImageFilter')]), /no work to do/);
  });
});
