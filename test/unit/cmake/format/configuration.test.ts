import assert from 'node:assert/strict';
import path from 'node:path';
import { Disk } from '../../../../server/src/host/disk';
import {
  FormatConfigurationError,
  formatOptionsFor,
} from '../../../../server/src/cmake/format/configuration';
import { findDefinitions } from '../../../../server/src/cmake/format/definitions';
import { ITK_FORMAT_OPTIONS } from '../../../../server/src/cmake/format/options';
import { tempDir, writeFiles } from '../../../support/temp-dir';

describe('the configuration of the formatter', () => {
  const folder = tempDir();
  const optionsOf = (files: Record<string, string>, file = 'a/b/itkX.wrap') => {
    writeFiles(folder(), files);
    return formatOptionsFor(path.join(folder(), file), new Disk());
  };

  it('is that of ITK without a file', () => {
    assert.deepEqual(optionsOf({ 'a/b/itkX.wrap': '' }), ITK_FORMAT_OPTIONS);
  });

  it('comes from the nearest file, with gersemi’s defaults for unset options', () => {
    const files = {
      '.gersemirc': 'line_length: 100',
      'a/.gersemi.config': 'indent: tabs # wide\nunsafe: false\n',
    };
    const { definitions, ...options } = optionsOf(files)!;
    assert.deepEqual(options, { lineLength: 80, indent: 'tabs', listExpansion: 'favour-inlining' });
    assert.equal(definitions.size, 0);
    assert.equal(optionsOf({}, 'itkX.wrap')!.lineLength, 100);
  });

  it('can disable formatting', () => {
    assert.equal(optionsOf({ 'a/.gersemirc': 'disable_formatting: yes' }), null);
  });

  it('reads definitions from files and folders, and uses the first file for a repeated name', () => {
    const { definitions } = optionsOf({
      '.gersemirc': 'definitions: [stubs, one.txt]',
      'one.txt': 'macro(One a b)\nendmacro()\n',
      'stubs/b/b.cmake': 'function(two x)\nendfunction()\n',
      'stubs/a.cmake': 'function(Two x y z)\nendfunction()\n',
      'stubs/c.txt': 'function(three)\nendfunction()\n',
    })!;
    const shown = [...definitions].map(([key, { name, front }]) => [key, name, front]);
    assert.deepEqual(shown, [
      ['one', 'One', 2],
      ['two', 'Two', 3],
    ]);
  });

  for (const [content, expected] of [
    ['indent: deep', /indent: it must be a whole number/],
    ['line_length: -1', /line_length: it must be a whole number/],
    ['list_expansion: none', /list_expansion: it must be "favour-inlining"/],
    ['definitions: stubs', /definitions: it must be a list/],
    ['definitions: [nowhere]', /definitions that do not exist: .*nowhere/],
    ['- a', /must be a list of options/],
    ['a: [', /is not YAML/],
    [`a: ${'x'.repeat(100_000)}`, /cannot be read/],
  ] as const)
    it(`is rejected if it says ${content.slice(0, 30)}`, () => {
      assert.throws(
        () => optionsOf({ 'a/.gersemirc': content }),
        (error) => error instanceof FormatConfigurationError && expected.test(error.message),
      );
    });
});

describe('the definitions that the formatter reads', () => {
  const found = (text: string) =>
    findDefinitions(text).map(
      ({ place, signature: { name, front, options, oneValue, multiValue, layouts } }) => ({
        place,
        name,
        front,
        keywords: ['A', 'B', 'C', 'D'].map((word) =>
          options.has(word) ? 'option' : oneValue.has(word) ? 'one' : multiValue.has(word) ? 'many' : '',
        ),
        layouts: [...layouts],
      }),
    );

  it('have the keywords of their first cmake_parse_arguments, also from variables', () => {
    const text =
      'set(many C)\nif(x)\n  set(many D)\n  macro(m a)\n    set(one B)\n' +
      '    cmake_parse_arguments(p "A" "${one}" "${many}" ${ARGN})\n    cmake_parse_arguments(p "" "" "" ${ARGN})\n  endmacro()\nendif()\n';
    assert.deepEqual(found(text), [
      { place: '4:9', name: 'm', front: 1, keywords: ['option', 'one', '', 'many'], layouts: [] },
    ]);
  });

  it('follow the hints in their first comment, or are ignored', () => {
    const text =
      'function(f)\n  # gersemi: hints { C: command_line, D: pairs, A: unknown }\n  cmake_parse_arguments(PARSE_ARGV 0 p "" "" "C;D")\nendfunction()\n' +
      'function(g)\n  # gersemi: ignore\n  function(h)\n  endfunction()\nendfunction()\n';
    const layouts = [
      ['C', 'line'],
      ['D', 'pairs'],
    ];
    assert.deepEqual(found(text), [
      { place: '1:10', name: 'f', front: 0, keywords: ['', '', 'many', 'many'], layouts },
    ]);
  });

  it('are empty for a text that cannot be read, or that grows without bound', () => {
    assert.deepEqual(found('function(f)\n'), []);
    assert.deepEqual(found('function(f)\n  cmake_parse_arguments(p)\nendfunction()\n'), []);
    const doubled = 'set(a x)\n' + 'set(a "${a}${a}")\n'.repeat(60);
    assert.deepEqual(found(`${doubled}function(f)\nendfunction()\n`), []);
  });
});
