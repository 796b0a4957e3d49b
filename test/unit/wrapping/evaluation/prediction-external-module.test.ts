import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WrappedProject } from '../../../support/wrapped-project';

const wrap = 'wrapping/itkBlurFilter.wrap';
const files = {
  [wrap]: 'itk_wrap_class("itk::BlurFilter" POINTER)\n  itk_wrap_image_filter("F" 2)\nitk_end_wrap_class()\n',
};
const cxx = (aliases: string): string =>
  `namespace _wrapping_\n{\n  namespace wrappers\n  {\n    ${aliases}\n  }\n}\n`;

/**
 * The images that the module uses, as each kind of file in an ITK build tree describes them. CMake or igenerator writes
 * these files.
 */
const sources: Record<string, [file: string, text: string]> = {
  'the inputs of castxml': [
    'Wrapping/castxml_inputs/itkImage.cxx',
    cxx('using itkImageF2=itk::Image< float,2 >;\n    using itkImageF3=itk::Image< float,3 >;'),
  ],
  'the inputs of castxml in ITK 5.2': [
    'Wrapping/itkImage.cxx',
    cxx('typedef itk::Image< float,2 > itkImageF2;\n    typedef itk::Image< float,3 > itkImageF3;'),
  ],
  'the index files of igenerator': [
    'Wrapping/Typedefs/itkImage.idx',
    '{itk::Image<float, 2>} {itkImageF2} {ITKCommon}\n{itk::Image<float, 3>} {itkImageF3} {ITKCommon}\n',
  ],
  'the Python configuration': [
    'Wrapping/Generators/Python/itk/Configuration/ITKCommonConfig.py',
    "depends = ('ITKPyBase', )\ntemplates = (  ('Image', 'itk::Image', 'itkImageF2', True, 'float,2'),\n" +
      "  ('Image', 'itk::Image', 'itkImageF3', True, 'float,3'),\n)\nfactories = ()\n",
  ],
};

describe('an external module', () => {
  let project: (WrappedProject & { itk: string }) | undefined;
  afterEach(() => project?.remove());

  async function listed(itk: Record<string, string>, own: Record<string, string> = files): Promise<string[]> {
    project = WrappedProject.external('Blur', own);
    for (const [file, text] of Object.entries(itk)) {
      mkdirSync(path.dirname(path.join(project.itk, file)), { recursive: true });
      writeFileSync(path.join(project.itk, file), text);
    }
    return project.listed((await project.predict()).diagnostics());
  }

  for (const [name, [file, text]] of Object.entries(sources))
    it(`should not wrap again what its ITK wraps according to ${name}`, async () => {
      const again = (dimension: number): Record<string, string> => ({
        [wrap]: `itk_wrap_class("itk::Image")\n  itk_wrap_template("F${dimension}" "float,${dimension}")\nitk_end_wrap_class()\n`,
      });
      assert.deepEqual(await listed({ [file]: text }, again(2)), [`${wrap}:2 warning wrapped-twice`]);
      project?.remove();
      assert.deepEqual(await listed({ [file]: text }, again(4)), []);
    });

  it('is told which module of ITK wraps an instantiation already, and may remove its own', async () => {
    const own =
      'itk_wrap_class("itk::Image")\n  foreach(d 2 3)\n    itk_wrap_template("F${d}" "float,${d}")\n  endforeach()\n  itk_wrap_template("F9" "float,9")\nitk_end_wrap_class()\n';
    const [file, text] = sources['the Python configuration']!;
    await listed({ [file]: text }, { [wrap]: own });
    const [found] = (await project!.predict()).diagnostics();
    assert.match(found!.message, /^ITKCommon wraps itk::Image< float,2 > already\./);
    assert.equal(found!.location.range.start.line, 2);
    assert.deepEqual(found!.data, { isAll: 'yes' });
  });

  it('keeps a command that also makes something new', async () => {
    const own =
      'itk_wrap_class("itk::Image")\n  foreach(d 2 9)\n    itk_wrap_template("F${d}" "float,${d}")\n  endforeach()\nitk_end_wrap_class()\n';
    const [file, text] = sources['the Python configuration']!;
    await listed({ [file]: text }, { [wrap]: own });
    const [found] = (await project!.predict()).diagnostics();
    assert.deepEqual([found!.code, found!.data], ['wrapped-twice', undefined]);
  });

  it('is told if two of its own files wrap the same', async () => {
    const one =
      'itk_wrap_class("itk::Blur")\n  foreach(t float double)\n    itk_wrap_template("${t}" "${t}")\n  endforeach()\nitk_end_wrap_class()\n';
    const two = 'itk_wrap_class("itk::Blur")\n  itk_wrap_template("Other" "double")\nitk_end_wrap_class()\n';
    const [file, text] = sources['the Python configuration']!;
    assert.deepEqual(
      await listed({ [file]: text }, { 'wrapping/itkA.wrap': one, 'wrapping/itkB.wrap': two }),
      ['wrapping/itkB.wrap:2 warning wrapped-twice'],
    );
  });

  it('follows edits of the file that wraps an instantiation first, before everything is evaluated again', async () => {
    const text = 'itk_wrap_class("itk::Blur")\n  itk_wrap_template("D" "double")\nitk_end_wrap_class()\n';
    await listed({}, { 'wrapping/itkA.wrap': text, 'wrapping/itkB.wrap': text });
    const session = await project!.predict();
    const firstLine = (): number | undefined =>
      session.diagnostics('itkB').find(({ code }) => code === 'wrapped-twice')?.related?.[0]?.location.range
        .start.line;
    assert.equal(firstLine(), 1);
    session.update(session.type('itkA')!.wrap!, `# One more line.\n${text}`);
    assert.deepEqual(session.diagnostics('itkA'), []);
    assert.equal(firstLine(), 2);
  });

  for (const [name, [file, text]] of Object.entries(sources)) {
    it(`may use what its ITK wraps according to ${name}`, async () => {
      assert.deepEqual(await listed({ [file]: text }), []);
    });

    it(`may not use what its ITK does not wrap according to ${name}`, async () => {
      const less = text.replaceAll(/float, ?3/g, 'double,3');
      assert.deepEqual(await listed({ [file]: less }), [`${wrap}:2 warning argument-not-wrapped`]);
    });
  }

  it('gets no warnings if its ITK does not say what it wraps', async () => {
    assert.deepEqual(await listed({}), []);
    project!.remove();
    assert.deepEqual(await listed({ 'Wrapping/castxml_inputs/notes.txt': 'x' }), []);
  });

  it('does not count its own files in the tree of its ITK as wrapped by ITK', async () => {
    const [, text] = sources['the inputs of castxml']!;
    const own = cxx('using itkImageD3=itk::Image< double,3 >;');
    const uses = {
      [wrap]:
        'itk_wrap_class("itk::BlurFilter")\n  itk_wrap_template("D3" "itk::Image< double,3 >")\nitk_end_wrap_class()\n',
    };
    const tree = {
      'Wrapping/castxml_inputs/itkImage.cxx': text,
      'Wrapping/castxml_inputs/itkBlurFilter.cxx': own,
    };
    assert.deepEqual(await listed(tree, uses), [`${wrap}:2 warning argument-not-wrapped`]);
  });

  it('knows the modules of its ITK, and what each of them wraps', async () => {
    const [inputs, text] = sources['the inputs of castxml']!;
    const [config, python] = sources['the Python configuration']!;
    await listed({ [inputs]: text, [config]: python });
    const known = (await project!.predict()).wrappedByItk();
    assert.ok(typeof known !== 'string');
    assert.deepEqual([...known.modules], [['ITKCommon', ['ITKPyBase']]]);
    assert.deepEqual(
      known.instantiations.map(({ name, className, module }) => `${name} ${className} ${module}`),
      ['itkImageF2 itk::Image ITKCommon', 'itkImageF3 itk::Image ITKCommon'],
    );
  });

  it('gets a diagnostic for a class without instantiations, although its macros print nothing', async () => {
    const own = {
      'wrapping/CMakeLists.txt':
        'itk_wrap_module(Blur)\nset(EXTERNAL_WRAP_ITK_PROJECT ON)\nmacro(itk_end_wrap_class)\nendmacro()\n' +
        'itk_auto_load_and_end_wrap_submodules()\n',
    };
    const none =
      'itk_wrap_class("itk::BlurFilter")\n  itk_wrap_image_filter("F" 2 1)\nitk_end_wrap_class()\n';
    assert.deepEqual(await listed({}, { ...own, [wrap]: none }), [`${wrap}:3 information nothing-wrapped`]);
    project!.remove();
    assert.deepEqual(await listed({}, { ...own, ...files }), []);
  });

  it('gets a diagnostic if its wrapping folder has no .wrap file', async () => {
    assert.deepEqual(await listed({}, {}), ['wrapping/CMakeLists.txt:1 warning no-wrap-files']);
  });
});
