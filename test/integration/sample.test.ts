import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../support/repository';

/** Uses a copy of the sample, because these tests edit sources, which must not affect the checkout. */
describe('sample', () => {
  let home: string;
  let source: string;
  let build: string;
  const types = new Map<string, string[]>();

  before(() => {
    home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'sample-')));
    source = path.join(home, 'sample');
    build = path.join(source, 'build');
    fs.cpSync(path.join(root, 'sample'), source, {
      recursive: true,
      filter: (file) => file !== path.join(root, 'sample', 'build'),
    });
    for (const file of sources().filter((name) => name.endsWith('.wrap'))) {
      const directory = path.dirname(path.dirname(file));
      const declaration = fs.readFileSync(path.join(source, directory, 'itk-module.cmake'), 'utf8');
      const name =
        /itk_module\(\s*(\w+)/.exec(declaration)?.[1] ?? assert.fail(`${directory}: no itk_module()`);
      types.set(name, [...(types.get(name) ?? []), path.basename(file, '.wrap')]);
    }
  });

  after(() => {
    fs.rmSync(home, { recursive: true, force: true });
  });

  /** Every file of the source tree, by its relative path. */
  function sources(): string[] {
    return fs
      .readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !`${entry.parentPath}/`.startsWith(`${build}/`))
      .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
      .sort();
  }

  function script(args: string[] = [], env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    const program = path.join(root, 'scripts', 'sample.mjs');
    return spawnSync(process.execPath, [program, '--source', source, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
  }

  function succeed(result: SpawnSyncReturns<string>): string {
    assert.equal(result.status, 0, `${result.stdout}\n${result.stderr}\n${result.error?.message ?? ''}`);
    return result.stdout;
  }

  /** Builds targets (by default all modules). Returns the steps that ninja ran, as it prints them. */
  function ninja(...targets: string[]): string[] {
    const all = targets.length > 0 ? targets : [...types.keys()].map((name) => `${name}Swig`);
    const output = succeed(spawnSync('ninja', ['-C', build, ...all], { encoding: 'utf8' }));
    return output
      .split('\n')
      .map((line) => /^\[\d+\/\d+\] (.*)$/.exec(line)?.[1])
      .filter((step): step is string => step !== undefined && !step.startsWith('Re-checking'));
  }

  const wrapping = (...parts: string[]) => path.join(build, 'Wrapping', ...parts);
  const pkl = (...parts: string[]) => wrapping('Generators', 'Python', 'itk-pkl', ...parts);
  const lines = (file: string) => fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);

  function edit(file: string, from: string, to: string): void {
    const before = fs.readFileSync(path.join(source, file), 'utf8');
    assert.ok(before.includes(from), `${file} has no ${from}`);
    fs.writeFileSync(path.join(source, file), before.replace(from, to));
  }

  it('says which packages to install if tools are missing', () => {
    const empty = path.join(home, 'empty');
    fs.mkdirSync(empty);
    const { status, stderr } = script([], { PATH: empty, PYTHON: '/nowhere/python3' });
    assert.equal(status, 2);
    assert.match(stderr, /Not found: cmake, ninja, castxml, c\+\+, pygccxml for \/nowhere\/python3/);
    assert.match(stderr, /apt-get install cmake ninja-build castxml g\+\+ python3-pygccxml/);
    const toPython = script(['--python'], { PATH: empty, PYTHON: '/nowhere/python3' });
    assert.match(toPython.stderr, /apt-get install cmake ninja-build castxml g\+\+ swig python3-pygccxml/);
  });

  it('runs the pipeline, and writes nothing into the source tree', () => {
    const before = sources();
    const output = succeed(script());
    assert.match(output, /19 types in 3 modules/);
    assert.deepEqual(sources(), before);
  });

  it('has every file that each stage makes', () => {
    const missing: string[] = [];
    const expect = (...files: string[]) => missing.push(...files.filter((file) => !fs.existsSync(file)));
    assert.equal([...types.values()].flat().length, 19);
    for (const [name, ofModule] of types) {
      for (const type of ofModule) {
        for (const suffix of ['.cxx', '.castxml.inc', '.xml', 'SwigInterface.h.in']) {
          expect(wrapping('castxml_inputs', type + suffix));
        }
        for (const suffix of ['.i', '.idx', 'SwigInterface.h']) {
          expect(wrapping('Typedefs', type + suffix));
        }
        const listed = lines(pkl(`${type}.index.txt`));
        assert.ok(listed.length > 0, type);
        expect(...listed);
      }
      const configuration = wrapping('Generators', 'Python', 'itk', 'Configuration');
      expect(wrapping('Typedefs', `${name}.mdx`), pkl(`${name}.pkl.stamp`));
      expect(path.join(configuration, `${name}_snake_case.py`), path.join(configuration, `${name}Config.py`));
    }
    assert.deepEqual(missing, []);
  });

  it('has the cache entries and the commands by which tools recognize an ITK build', () => {
    const cache = fs.readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8');
    assert.match(cache, /^CMAKE_PROJECT_NAME:STATIC=ITK$/m);
    assert.match(cache, /^ITK_WRAP_PYTHON:BOOL=ON$/m);
    assert.match(cache, /^ITK_WRAP_IMAGE_DIMS:STRING=2;3$/m);
    assert.match(cache, /^ITK_WRAP_float:BOOL=ON$/m);
    assert.match(cache, /^WRAP_ITK_MODULES:INTERNAL=ITKCommon;ITKImageIntensity;ITKThresholding$/m);
    const rules = fs.readFileSync(path.join(build, 'build.ninja'), 'utf8');
    const inputs = `${build}/Wrapping/castxml_inputs/itkImage`;
    const castxml = rules.split('\n').find((line) => line.includes(` -o ${inputs}.xml `)) ?? '';
    const form =
      / --castxml-output=1 --castxml-start _wrapping_ --castxml-cc-gnu "\(" \S+ .*"\)" -w -c @(\S+) (\S+)$/;
    assert.deepEqual(form.exec(castxml)?.slice(1), [`${inputs}.castxml.inc`, `${inputs}.cxx`]);
    assert.ok(rules.includes(`--pkl_stamp ${pkl('ITKThresholding.pkl.stamp')}`));
  });

  it('wraps types in the order that the module requests, then by name', () => {
    const order = lines(wrapping('Typedefs', 'ITKCommon.mdx'));
    assert.deepEqual(order.slice(0, 4), [
      'itkFixedArray.idx',
      'itkVector.idx',
      'itkRGBPixel.idx',
      'ITKCommonBase.idx',
    ]);
    assert.deepEqual(order.slice(-2), ['itkImageToImageFilter.idx', 'itkCommonEnums.idx']);
    const dependent = lines(wrapping('Typedefs', 'ITKThresholding.mdx'));
    assert.deepEqual(dependent.slice(0, 2), ['ITKCommon.mdx', 'ITKImageIntensity.mdx']);
  });

  it('instantiates over pixel types and dimensions', () => {
    const aliases = (type: string) =>
      lines(wrapping('Typedefs', `${type}.idx`))
        .map((line) => /\} \{(\w+)\} \{/.exec(line)?.[1] ?? assert.fail(line))
        .filter((alias) => !/_(Superclass|Pointer|ConstPointer)$/.test(alias));
    const names = ['ISS2', 'ISS3', 'IF2', 'IF3'].map((image) => `itkAbsImageFilter${image}${image}`);
    assert.deepEqual(aliases('itkAbsImageFilter'), names);
    assert.ok(aliases('itkImageToImageFilter').includes('itkImageToImageFilterIVF43IVF43'));
    assert.deepEqual(aliases('ITKCommonBase').slice(0, 2), ['itkLightObject', 'itkObject']);
  });

  it('has no work left when run again', () => {
    assert.match(succeed(script()), /ninja: no work to do\./);
  });

  it('uses only the given build directory', () => {
    const other = path.join(home, 'other');
    succeed(script(['--build', other, '--configure-only']));
    assert.ok(fs.existsSync(path.join(other, 'Wrapping', 'castxml_inputs', 'itkImage.cxx')));
    assert.ok(!fs.existsSync(path.join(other, 'Wrapping', 'castxml_inputs', 'itkImage.xml')));

    const foreign = path.join(home, 'foreign');
    fs.mkdirSync(foreign);
    fs.writeFileSync(path.join(foreign, 'CMakeCache.txt'), 'CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n');
    fs.writeFileSync(path.join(foreign, 'build.ninja'), '');
    const { status, stderr } = script(['--build', foreign]);
    assert.equal(status, 2);
    assert.match(stderr, /is a build of \/elsewhere, not of .*--build/s);
  });

  it('reruns igenerator for the module whose stamp is missing, and for no other', () => {
    fs.rmSync(pkl('ITKImageIntensity.pkl.stamp'));
    assert.deepEqual(ninja(), ['Run igenerator.py for ITKImageIntensity']);
    assert.ok(fs.existsSync(pkl('ITKImageIntensity.pkl.stamp')));
    assert.deepEqual(ninja(), []);
  });

  it('does not notice a missing pkl file, until the stubs lack its class', () => {
    const stubs = () => spawnSync('ninja', ['-C', build, 'itk-stub-files'], { encoding: 'utf8' });
    const proxies = wrapping('Generators', 'Python', 'itk', '_proxies.pyi');
    assert.doesNotMatch(succeed(stubs()), /WARNING/);
    assert.match(fs.readFileSync(proxies, 'utf8'), /class _MaskImageFilterProxy/);

    const file = pkl('MaskImageFilter.itkMaskImageFilter.pkl');
    fs.rmSync(file);
    assert.deepEqual(ninja(), []);
    assert.ok(succeed(stubs()).includes(`WARNING: pickle file ${file} is missing`));
    assert.doesNotMatch(fs.readFileSync(proxies, 'utf8'), /class _MaskImageFilterProxy/);

    // If the stamp is missing too, igenerator restores both.
    fs.rmSync(pkl('ITKImageIntensity.pkl.stamp'));
    assert.deepEqual(ninja(), ['Run igenerator.py for ITKImageIntensity']);
    assert.ok(fs.existsSync(file));
    assert.doesNotMatch(succeed(stubs()), /WARNING/);
  });

  it('fails to make stubs when all pkl files, or the index files, are missing', () => {
    const arguments_ = ['--pyi_dir', path.join(home, 'pyi'), '--pkl_dir', pkl()];
    const generator = path.join(source, 'Wrapping', 'Generators', 'Python', 'itk', 'pyi_generator.py');
    const run = (list: string) => {
      const file = path.join(home, 'list.txt');
      fs.writeFileSync(file, list);
      return spawnSync('python3', [generator, ...arguments_, '--index_list_file', file], {
        encoding: 'utf8',
      });
    };
    const index = path.join(home, 'itkX.index.txt');
    fs.writeFileSync(index, path.join(home, 'X.itkX.pkl\n'));
    const withoutPickles = run(index);
    assert.equal(withoutPickles.status, 1);
    assert.ok(withoutPickles.stdout.includes(`Exception: No pickle files were found in directory ${pkl()}`));
    const withoutIndex = run(path.join(home, 'none.index.txt'));
    assert.equal(withoutIndex.status, 1);
    assert.match(withoutIndex.stdout, /WARNING: index file .*none\.index\.txt is missing/);
  });

  it('reruns castxml for the type whose header changed, but not for those that include that header', () => {
    const include = 'Modules/Core/Common/include';
    edit(
      `${include}/itkLightObject.h`,
      'int GetReferenceCount',
      'int GetReferenceCountEdited() const { return 0; }\n  int GetReferenceCount',
    );
    assert.deepEqual(ninja(), [
      'Generating ../../castxml_inputs/ITKCommonBase.xml',
      'Run igenerator.py for ITKCommon',
    ]);

    // itkImage.h includes itkImageBase.h. No rule names that header, so its new method does not appear anywhere.
    edit(`${include}/itkImageBase.h`, 'virtual void Allocate', 'void Edited() {}\n  virtual void Allocate');
    assert.deepEqual(ninja(), []);
    const xml = wrapping('castxml_inputs', 'itkImage.xml');
    assert.doesNotMatch(fs.readFileSync(xml, 'utf8'), /name="Edited"/);
    fs.rmSync(xml);
    assert.deepEqual(ninja(), [
      'Generating ../../castxml_inputs/itkImage.xml',
      'Run igenerator.py for ITKCommon',
    ]);
    assert.match(fs.readFileSync(xml, 'utf8'), /name="Edited"/);
  });

  it('makes interfaces that SWIG accepts, except for a base class that is not wrapped', () => {
    const cache = fs.readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8');
    assert.match(cache, /^SWIG_EXECUTABLE:FILEPATH=\//m, 'This test needs SWIG: apt-get install swig');
    const cpp = wrapping('Modules', 'ITKImageIntensity', 'itkMaskImageFilterPython.cpp');
    assert.deepEqual(ninja(cpp), [
      'Generating itkMaskImageFilterPython.cpp, ../../Generators/Python/itk/itkMaskImageFilterPython.py',
    ]);

    const wrap = 'Modules/Filtering/ImageIntensity/wrapping/itkMaskImageFilter.wrap';
    edit(wrap, 'POINTER_WITH_SUPERCLASS', 'POINTER');
    const { status, stdout } = spawnSync('ninja', ['-C', build, cpp], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(
      stdout,
      /itkMaskImageFilter: warning\(4\): not wrapped, or not in a dependency: itk::Binary/,
    );
    assert.match(stdout, /itkMaskImageFilter\.i:\d+: \w+ 401: Nothing known about base class/);
    edit(wrap, 'POINTER', 'POINTER_WITH_SUPERCLASS');
    ninja();
  });

  it('has rules for SWIG and for the libraries like those of ITK', () => {
    const query = (file: string) => {
      const output = succeed(spawnSync('ninja', ['-C', build, '-t', 'query', file], { encoding: 'utf8' }));
      const inputs = output
        .slice(output.indexOf('input:'), output.indexOf('  outputs:'))
        .split('\n')
        .slice(1);
      return inputs.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('||'));
    };
    const module = 'Wrapping/Modules/ITKThresholding';
    assert.deepEqual(query(`${module}/itkThresholdImageFilterPython.cpp`), [
      'Wrapping/Typedefs/itkThresholdImageFilter.i',
      'Wrapping/Typedefs/pyBase.i',
      'Wrapping/Typedefs/python/itkThresholdImageFilter_ext.i',
    ]);
    const types = ['ITKThresholding', 'itkBinaryThresholdImageFilter', 'itkThresholdImageFilter'];
    assert.deepEqual(
      query('Wrapping/Generators/Python/itk/_ITKThresholdingPython.so').sort(),
      types.map((type) => `${module}/CMakeFiles/ITKThresholdingPython.dir/${type}Python.cpp.o`).sort(),
    );
  });

  it('reruns SWIG for the type whose interface changed, but not for those that import it', () => {
    const steps = (type: string) =>
      `Generating ${type}Python.cpp, ../../Generators/Python/itk/${type}Python.py`;
    const files = [
      wrapping('Modules', 'ITKCommon', 'itkImageSourcePython.cpp'),
      wrapping('Modules', 'ITKImageIntensity', 'itkMaskImageFilterPython.cpp'),
    ];
    ninja(...files);
    edit(
      'Modules/Core/Common/include/itkImageSource.h',
      'OutputImageType * GetOutput()',
      'int Edited() const { return 0; }\n  OutputImageType * GetOutput()',
    );
    assert.deepEqual(ninja(...files), [
      'Generating ../../castxml_inputs/itkImageSource.xml',
      'Run igenerator.py for ITKCommon',
      steps('itkImageSource'),
    ]);
  });

  /** The setting for the Python that the build uses. */
  function python(): string {
    const cache = fs.readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8');
    return `-D${/^Python3_EXECUTABLE:.*$/m.exec(cache)?.[0] ?? assert.fail('no Python')}`;
  }

  it('stops before SWIG, and says so, if SWIG is missing', () => {
    const without = path.join(home, 'without-swig');
    const output = succeed(
      spawnSync('cmake', ['-G', 'Ninja', '-S', source, '-B', without, '-DSWIG_EXECUTABLE=', python()], {
        encoding: 'utf8',
      }),
    );
    assert.match(output, /swig was not found: .*apt-get install swig/s);
    // What needs no SWIG is made.
    succeed(spawnSync('ninja', ['-C', without], { encoding: 'utf8' }));
    const stubs = path.join(without, 'Wrapping/Generators/Python/itk/_proxies.pyi');
    assert.match(fs.readFileSync(stubs, 'utf8'), /class _MaskImageFilterProxy/);
  });

  it('does not see a new .wrap file until CMake runs again', () => {
    const wrap = path.join(source, 'Modules/Segmentation/Thresholding/wrapping/itkNew.wrap');
    fs.writeFileSync(wrap, 'itk_wrap_named_simple_class("itk::Object" "itkNewObject" POINTER)\n');
    assert.deepEqual(ninja(), []);
    succeed(spawnSync('cmake', [build], { encoding: 'utf8' }));
    assert.deepEqual(ninja(), [
      'Generating ../../castxml_inputs/itkNew.xml',
      'Run igenerator.py for ITKThresholding',
    ]);
  });
});
