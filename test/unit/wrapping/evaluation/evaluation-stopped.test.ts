import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../support/repository';
import { WrappedProject } from '../../../support/wrapped-project';

const module = 'Modules/Filtering/ImageIntensity/wrapping';
const types = 'Wrapping/WrapITKTypes.cmake';
const original = (file: string): string => readFileSync(path.join(root, 'sample', file), 'utf8');

describe('an evaluation that CMake would not finish', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());

  async function found(
    files: Record<string, string>,
    { cache = [], options = {} }: { cache?: string[]; options?: Record<string, string> } = {},
  ) {
    project = WrappedProject.sample(files, cache);
    const session = await project.predict(options);
    const diagnostics = session.diagnostics();
    return { session, diagnostics, listed: project.listed(diagnostics) };
  }

  describe('because of an option', () => {
    // ITK checks its options like this, between the definitions of the types.
    const checked = {
      [types]:
        'if(9 IN_LIST ITK_WRAP_IMAGE_DIMS)\n  message(FATAL_ERROR "ITK_WRAP_IMAGE_DIMS is too large")\n' +
        `  return()\nendif()\n${original(types)}`,
    };

    it('names the option in CMakeCache.txt, and none of the consequences', async () => {
      const { listed, diagnostics } = await found(checked, { cache: ['ITK_WRAP_IMAGE_DIMS:STRING=2;9'] });
      const line = readFileSync(path.join(project!.build, 'CMakeCache.txt'), 'utf8')
        .split('\n')
        .findIndex((text) => text.startsWith('ITK_WRAP_IMAGE_DIMS'));
      assert.deepEqual(listed, [`build/CMakeCache.txt:${line + 1} error cmake-error`]);
      assert.match(diagnostics[0]!.message, /too large \(ITK_WRAP_IMAGE_DIMS is 2;9\)/);
      assert.match(diagnostics[0]!.related[0]!.location.file, /WrapITKTypes\.cmake$/);
    });

    it('names the command that stops, if the option was given on the command line', async () => {
      const { listed, session } = await found(checked, { options: { ITK_WRAP_IMAGE_DIMS: '2;9' } });
      assert.deepEqual(listed, [`${types}:2 error cmake-error`]);
      assert.ok(session.isCutShort('itkImage'));
    });

    it('reports nothing with valid options', async () => {
      const { listed, session } = await found(checked);
      assert.deepEqual(listed, []);
      assert.ok(!session.isCutShort('itkImage'));
    });
  });

  it('is reported in the CMakeLists.txt of a module, without the consequences in later modules', async () => {
    const lists = original(`${module}/CMakeLists.txt`);
    const { listed } = await found({ [`${module}/CMakeLists.txt`]: `message(FATAL_ERROR "no")\n${lists}` });
    assert.deepEqual(listed, [`${module}/CMakeLists.txt:1 error cmake-error`]);
  });

  it('is reported once if a .wrap file stops, although its classes are closed after that', async () => {
    const { listed } = await found({
      [`${module}/itkNew.wrap`]:
        'itk_wrap_class("itk::New")\nmessage(FATAL_ERROR "no")\nitk_end_wrap_class()\nmacro(helper)\nendmacro()\n',
      [`${module}/itkNewer.wrap`]: 'helper()\n',
    });
    assert.deepEqual(listed, [`${module}/itkNew.wrap:2 error cmake-error`]);
  });

  it('does not report classes as not wrapped that the rest of a .wrap file wraps', async () => {
    const image = 'Modules/Core/Common/wrapping/itkImage.wrap';
    const { listed } = await found({ [image]: `bad_command()\n${original(image)}` });
    assert.deepEqual(listed, [`${image}:1 error unknown-command`]);
  });

  it('is reported at the .wrap file if the error is in a file that it includes', async () => {
    const { listed } = await found({
      [`${module}/more.cmake`]: 'message(FATAL_ERROR "no")\n',
      [`${module}/itkNew.wrap`]:
        'itk_wrap_class("itk::New")\ninclude("${CMAKE_CURRENT_LIST_DIR}/more.cmake")\nitk_end_wrap_class()\n',
    });
    assert.deepEqual(listed, [`${module}/itkNew.wrap:2 error cmake-error`]);
  });

  it('is reported at a missing macro file, without the commands that it would define', async () => {
    const { listed } = await found({
      'Wrapping/ConfigureWrapping.cmake': original('Wrapping/ConfigureWrapping.cmake').replace(
        'TypedefMacros.cmake',
        'TypdefMacros.cmake',
      ),
    });
    assert.equal(listed.length, 1, listed.join('\n'));
    assert.match(listed[0]!, /^Wrapping\/ConfigureWrapping\.cmake:\d+ error cmake-error$/);
  });

  it('is reported at the mistake in a macro file that CMake cannot parse', async () => {
    for (const half of ['macro(half)\n  if(x)\n', 'set(x "half\n', ')\n']) {
      const { listed } = await found({ [types]: `${half}${original(types)}` });
      assert.ok(listed.length > 0, half);
      for (const one of listed) assert.match(one, /^Wrapping\/WrapITKTypes\.cmake:\d+ error syntax$/, half);
      project!.remove();
    }
  });

  it('is reported at a macro that calls itself endlessly', async () => {
    const { listed } = await found({
      [types]: `${original(types)}\nmacro(again)\n  again()\nendmacro()\nagain()\n`,
    });
    assert.equal(listed.length, 1, listed.join('\n'));
    assert.match(listed[0]!, /^Wrapping\/WrapITKTypes\.cmake:\d+ error cmake-error$/);
  });

  it('is reported at a macro of older versions in the CMakeLists.txt of a module', async () => {
    const { listed, diagnostics } = await found({
      [`${module}/CMakeLists.txt`]: 'WRAP_LIBRARY(ITKImageIntensity)\nAUTO_INCLUDE_MODULES()\n',
    });
    assert.deepEqual(listed, [`${module}/CMakeLists.txt:1 error unknown-command`]);
    assert.match(diagnostics[0]!.message, /Use itk_wrap_module\(\)/);
  });

  it('reports a command once if it fails in each round of a loop, and continues', async () => {
    const { listed, diagnostics, session } = await found({
      [`${module}/itkNew.wrap`]: 'foreach(n 1 2 3)\n  message(SEND_ERROR "no ${n}")\nendforeach()\n',
      [types]: `foreach(n 1 2 3)\n  message(SEND_ERROR "no")\nendforeach()\n${original(types)}`,
    });
    assert.deepEqual(listed, [`${module}/itkNew.wrap:2 error cmake-error`, `${types}:2 error cmake-error`]);
    assert.ok(diagnostics.some(({ message }) => message === 'no 1 (and 2 more like it on this line)'));
    assert.ok(!session.isCutShort('itkImage'));
  });

  it('does not depend on what CMake would find on the machine', async () => {
    const asked = [
      'find_program(THING thing)\nif(NOT THING)',
      'find_package(Thing)\nif(NOT Thing_FOUND)',
      'execute_process(COMMAND thing OUTPUT_VARIABLE said)\nif("${said}" STREQUAL "")',
      'check_thing_works(works)\nif(NOT works)',
    ];
    for (const condition of asked) {
      const text = `${condition}\n  message(FATAL_ERROR "no")\nendif()\n`;
      const { listed, session } = await found({ [types]: text + original(types) });
      assert.deepEqual(listed, [], condition);
      assert.ok(!session.isCutShort('itkImage'));
      project!.remove();
    }
  });
});

describe('an unknown command', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());

  async function listed(text: string): Promise<string[]> {
    project = WrappedProject.sample({ [`${module}/itkNew.wrap`]: text });
    const session = await project.predict();
    return project.listed(session.diagnostics()).map((line) => line.replace(`${module}/itkNew.wrap:`, ''));
  }

  it('hides no misspelled type after it, not even in a loop', async () => {
    const text =
      'bad_command()\nitk_wrap_class("itk::New")\n  itk_wrap_template("${ITKM_IF2}" "${ITKT_IFF2}")\n' +
      '  foreach(t ${WRAP_ITK_REAL})\n    itk_wrap_template("${ITKM_I${t}2}" "${ITKT_IFF2}")\n  endforeach()\nitk_end_wrap_class()\n';
    assert.deepEqual(await listed(text), [
      '1 error unknown-command',
      '3 error undefined-type',
      '5 error undefined-type',
    ]);
  });

  it('may define a name that is like no other, or that the file sets', async () => {
    const text =
      'bad_command()\nset(ITKT_IFF2 "itk::Image<float,2>")\nitk_wrap_class("itk::New")\n' +
      '  itk_wrap_template("${ITKM_IF2}" "${ITKT_IFF2}")\n  itk_wrap_template("x" "${ITKT_OurOwnKind}")\n' +
      '  if(DEFINED ITKT_IGG2)\n    itk_wrap_template("x" "${ITKT_IGG2}")\n  endif()\nitk_end_wrap_class()\n';
    assert.deepEqual(await listed(text), ['1 error unknown-command']);
  });
});

describe('one typo', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());

  it('in a type is reported as one mistake, although it has consequences', async () => {
    const text =
      'itk_wrap_class("itk::New")\n  itk_wrap_template("${ITKM_IF2}" "${ITKT_IFF2}, ${ITKT_F}")\n' +
      '  itk_wrap_template("${ITKM_IFF2}" "${ITKT_F}")\n  itk_wrap_template("${ITKM_IFF3}" "${ITKT_D}")\nitk_end_wrap_class()\n';
    project = WrappedProject.sample({ [`${module}/itkNew.wrap`]: text });
    const session = await project.predict();
    assert.deepEqual(project.listed(session.diagnostics()), [
      `${module}/itkNew.wrap:2 error undefined-type`,
      `${module}/itkNew.wrap:3 error undefined-type`,
      `${module}/itkNew.wrap:4 error undefined-type`,
    ]);
  });
});
