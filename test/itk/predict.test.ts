import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { formatText } from '../../server/src/cmake/format/format';
import { ITK_FORMAT_OPTIONS } from '../../server/src/cmake/format/options';
import { loadParser } from '../../server/src/cmake/syntax/parse';
import {
  checkPrediction,
  type PredictionCheck,
} from '../../server/src/wrapping/evaluation/compare-generated';
import { openPrediction, type PredictionSession } from '../../server/src/wrapping/evaluation/prediction';
import { itkBuild, itkSource, itkVariants } from '../support/itk';
import { root } from '../support/repository';

describe('predicting the real ITK', function () {
  this.timeout(240_000);
  let session: PredictionSession;
  let parser: Awaited<ReturnType<typeof loadParser>>;

  before(async () => {
    parser = await loadParser();
    session = openPrediction(
      { source: itkSource, build: itkBuild },
      { parse: (text) => parser.parseScript(text) },
    );
  });

  it('predicts every file that CMake wrote, byte for byte', () => {
    const { types, cxx, swigInterface } = checkPrediction(session.types(), itkBuild);
    assert.ok(types > 700, `${types} types`);
    const exact = { same: types, different: [], missing: [], extra: [] };
    assert.deepEqual({ cxx, swigInterface }, { cxx: exact, swigInterface: exact });
  });

  for (const [name, build] of Object.entries(itkVariants))
    it(`predicts them with other options too (${name}), by the command`, async () => {
      if (!existsSync(path.join(build, 'build.ninja')))
        throw new Error(`No configured ITK at ${build}: run “npm run test:itk”, which configures it.`);
      const args = [path.join(root, 'dist/itk-wrap.js'), 'predict', '--check', '--json', '--build', build];
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 });
      const { types, cxx, swigInterface } = JSON.parse(stdout) as PredictionCheck;
      assert.ok(types > 700, `${types} types`);
      const exact = { same: types, different: [], missing: [], extra: [] };
      assert.deepEqual({ cxx, swigInterface }, { cxx: exact, swigInterface: exact });
    });

  it('knows the line that made each instantiation', () => {
    const { types } = session.prediction();
    const unknown = types.flatMap(({ instantiations }) =>
      instantiations.filter(({ origin }) => origin === null),
    );
    assert.deepEqual(unknown, []);
    for (const { wrap, instantiations } of types) {
      const lines = readFileSync(wrap!, 'utf8').split('\n');
      for (const { name, origin } of instantiations) {
        const line = lines[origin!.location.range.start.line]!;
        assert.match(line, /\w+\(/, `${name}: ${line}`);
      }
    }
  });

  it('finds no mistakes in files that have none', () => {
    assert.deepEqual(session.diagnostics(), []);
  });

  it('follows an edit of one file and its undo', () => {
    const before = session.type('itkAbsImageFilter')!;
    const text = readFileSync(before.wrap!, 'utf8');
    const edited = session.update(
      before.wrap!,
      text.replace('itk_end_wrap_class', 'itk_wrap_template("X" "Y")\nitk_end_wrap_class'),
    );
    assert.deepEqual(edited.changed, ['itkAbsImageFilter']);
    const names = session.type('itkAbsImageFilter')!.instantiations.map(({ name }) => name);
    assert.ok(names.includes('itkAbsImageFilterX'), names.join(' '));
    session.update(before.wrap!, text);
    assert.equal(session.type('itkAbsImageFilter')!.cxx!.text, before.cxx!.text);
    assert.deepEqual(session.settle(), { changed: [], removed: [], unsettled: false });
    assert.equal(checkPrediction(session.types(), itkBuild).cxx.different.length, 0);
  });

  it('predicts the same after every .wrap file was formatted', () => {
    const texts = session.prediction().types.map(({ wrap }) => [wrap!, readFileSync(wrap!, 'utf8')] as const);
    let other = 0;
    for (const [wrap, text] of texts) {
      const formatted = formatText(text, ITK_FORMAT_OPTIONS);
      if (formatted === text) continue;
      other++;
      session.update(wrap, formatted);
    }
    session.settle();
    assert.ok(other > 0, 'every file is formatted already: this tests nothing');
    const { cxx, swigInterface } = checkPrediction(session.types(), itkBuild);
    for (const { same, different, missing, extra } of [cxx, swigInterface])
      assert.deepEqual([same, different, missing, extra], [texts.length, [], [], []]);
    for (const [wrap, text] of texts) session.update(wrap, text);
    session.settle();
  });

  it('sees in later types what an earlier one leaves behind', () => {
    const order = session.modules().find(({ name }) => name === 'ITKCommon')!.types;
    const [first, next] = [order[0]!, order[1]!];
    const { wrap } = session.type(first)!;
    const text = readFileSync(wrap!, 'utf8');
    session.update(wrap!, `${text}\nset(WRAPPER_DEFAULT_INCLUDE other.h)\n`);
    const settled = session.settle();
    assert.ok(settled.changed.includes(next), settled.changed.join(' '));
    assert.ok(session.type(next)!.includes.includes('other.h'));
    session.update(wrap!, text);
    session.settle();
    assert.equal(checkPrediction(session.types(), itkBuild).cxx.different.length, 0);
  });

  it('knows the values of variables and loops, and the macros', () => {
    const { wrap, instantiations } = session.type('itkBinaryThresholdImageFilter')!;
    const lines = readFileSync(wrap!, 'utf8').split('\n');
    const line = lines.findIndex((text) => text.includes('itk_wrap_image_filter_combinations('));
    const at = (name: string) => session.trace(wrap!)!.find((one) => one.name === name && !one.after)!;
    const [loop] = session.loopsOf(wrap!)!;
    const type = at('type');
    assert.equal(loop!.variable, 'type');
    assert.deepEqual(
      type.values.map(({ items }) => items[0]),
      loop!.values.slice(0, type.values.length),
    );
    assert.equal(type.setAt!.file, wrap);
    assert.match(at('WRAP_ITK_SCALAR').setAt!.file, /WrapBasicTypes\.cmake$/);
    assert.equal(at('nothing_of_that_name'), undefined);
    const made = session.generatedBy(wrap!)!;
    assert.equal(made.flatMap((group) => group.instantiations).length, instantiations.length);
    assert.equal(made[0]!.range.start.line, line);
    assert.match(
      session.commands().find(({ name }) => name.toLowerCase() === 'itk_wrap_class')!.location.file,
      /TypedefMacros\.cmake$/,
    );
  });

  it('gives up only on a file that never ends', () => {
    const { wrap } = session.type('itkAbsImageFilter')!;
    const text = readFileSync(wrap!, 'utf8');
    session.update(wrap!, `while(1)\nendwhile()\n${text}`);
    const [found] = session.diagnostics('itkAbsImageFilter');
    session.update(wrap!, text);
    assert.match(found!.message, /given up/);
    assert.deepEqual(session.diagnostics('itkAbsImageFilter'), []);
  });

  describe('mistakes seeded into real files', () => {
    const mutations: {
      name: string;
      type: string;
      find: RegExp;
      put: string;
      code: string;
    }[] = [
      {
        name: 'an undefined type variable',
        type: 'itkImage',
        find: /itk_end_wrap_class\(\)/,
        put: 'itk_wrap_template("${ITKM_NOPE}" "${ITKT_NOPE}, 3")\n$&',
        code: 'undefined-type',
      },
      {
        name: 'a hole in the C++',
        type: 'itkAbsImageFilter',
        find: /itk_end_wrap_class\(\)/,
        put: 'itk_wrap_template("Q" "float, , 3")\n$&',
        code: 'empty-template-argument',
      },
      {
        name: 'a list that does not exist',
        type: 'itkAbsImageFilter',
        find: /\$\{WRAP_ITK_\w+\}/,
        put: '${WRAP_ITK_SCLAR}',
        code: 'unknown-variable',
      },
      {
        name: 'a class of which nothing is wrapped',
        type: 'itkAbsImageFilter',
        find: /itk_wrap_image_filter\(.*\)/,
        put: '',
        code: 'nothing-wrapped',
      },
      {
        name: 'one mangle for two types',
        type: 'itkAbsImageFilter',
        find: /itk_end_wrap_class\(\)/,
        put: 'itk_wrap_template("Q" "int")\nitk_wrap_template("Q" "float")\n$&',
        code: 'duplicate-mangle',
      },
      {
        name: 'a template outside of a class',
        type: 'itkAbsImageFilter',
        find: /$/,
        put: '\nitk_wrap_template("Q" "int")\n',
        code: 'template-outside-class',
      },
      {
        name: 'a class that is not closed',
        type: 'itkAbsImageFilter',
        find: /itk_end_wrap_class\(\)/,
        put: '',
        code: 'unclosed-class',
      },
      {
        name: 'an end too many',
        type: 'itkAbsImageFilter',
        find: /itk_end_wrap_class\(\)/,
        put: '$&\n$&',
        code: 'end-without-class',
      },
      {
        name: 'an invalid method',
        type: 'itkAbsImageFilter',
        find: /POINTER_WITH_\w+|POINTER/,
        put: 'POINTERS',
        code: 'invalid-method',
      },
      {
        name: 'a condition that is none',
        type: 'itkAbsImageFilter',
        find: /itk_wrap_image_filter\((.*)\)/,
        put: 'itk_wrap_image_filter($1 d>2)',
        code: 'invalid-dimensions',
      },
      {
        name: 'a list without quotes',
        type: 'itkAbsImageFilter',
        find: /itk_wrap_image_filter\("([^"]*)" (\d)/,
        put: 'itk_wrap_image_filter($1 $2',
        code: 'cmake-error|invalid-dimensions|unknown-pixel-type',
      },
      {
        name: 'a misspelt macro',
        type: 'itkAbsImageFilter',
        find: /itk_end_wrap_class/,
        put: 'itk_end_wrap_clas',
        code: 'unknown-command',
      },
      {
        name: 'a file half typed',
        type: 'itkAbsImageFilter',
        find: /itk_end_wrap_class\(\)[^]*/,
        put: 'foreach(d ${ITK_WRAP',
        code: 'syntax',
      },
    ];
    for (const { name, type, find, put, code } of mutations)
      it(name, () => {
        const { wrap } = session.type(type)!;
        const text = readFileSync(wrap!, 'utf8');
        const broken = text.replace(find, put);
        assert.notEqual(broken, text);
        session.update(wrap!, broken);
        const found = session
          .diagnostics(type)
          .filter((diagnostic) => code.split('|').includes(diagnostic.code));
        session.update(wrap!, text);
        assert.ok(found.length > 0, code);
        assert.equal(found[0]!.location.file, wrap);
        assert.equal(found[0]!.type, type);
        const changedLine = text.split('\n').findIndex((line, index) => line !== broken.split('\n')[index]);
        // An unclosed class is reported at the class, which comes before the change.
        if (code !== 'unclosed-class' && code !== 'nothing-wrapped')
          assert.ok(found[0]!.location.range.start.line >= changedLine, JSON.stringify(found[0]));
        assert.deepEqual(session.diagnostics(type), []);
      });

    it('dimensions that no build option has: only the class is empty, and the list is not unknown', () => {
      const { wrap } = session.type('itkAbsImageFilter')!;
      const text = readFileSync(wrap!, 'utf8');
      const loop =
        'itk_wrap_filter_dims(d "7;8")\nforeach(n ${d})\nitk_wrap_image_filter("${WRAP_ITK_REAL}" 2)\nendforeach()';
      session.update(wrap!, text.replace(/itk_wrap_image_filter\(.*\)/g, loop));
      const codes = session.diagnostics('itkAbsImageFilter').map(({ code }) => code);
      session.update(wrap!, text);
      assert.deepEqual(codes, ['nothing-wrapped']);
    });

    const inModules: { name: string; find: RegExp; put: string; code: string; line: RegExp }[] = [
      {
        name: 'a misspelt order',
        find: /set\(WRAPPER_SUBMODULE_ORDER/,
        put: 'set(WRAPPING_SUBMODULE_ORDER',
        code: 'misspelt-order',
        line: /WRAPPING_SUBMODULE_ORDER/,
      },
      {
        name: 'an order before the module',
        find: /itk_wrap_module\(ITKCommon\)/,
        put: 'set(WRAPPER_SUBMODULE_ORDER itkSize)\n$&',
        code: 'order-before-module',
        line: /itkSize\)/,
      },
      {
        name: 'a type in the order that has no file',
        find: /set\(WRAPPER_SUBMODULE_ORDER/,
        put: '$&\n  itkNoSuchType',
        code: 'type-without-file',
        line: /itk_auto_load_(?:and_end_wrap_)?submodules/,
      },
    ];
    for (const { name, find, put, code, line } of inModules)
      it(name, () => {
        const file = path.join(itkSource, 'Modules/Core/Common/wrapping/CMakeLists.txt');
        const text = readFileSync(file, 'utf8');
        const broken = text.replace(find, put);
        assert.notEqual(broken, text);
        session.update(file, broken);
        const found = session.diagnostics().filter((diagnostic) => diagnostic.code === code);
        session.update(file, text);
        assert.equal(found.length, 1, JSON.stringify(found));
        assert.equal(found[0]!.location.file, file);
        assert.match(broken.split('\n')[found[0]!.location.range.start.line]!, line);
        assert.deepEqual(session.diagnostics(), []);
      });
  });
});
