import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CMakeParser, loadParser } from '../../../../server/src/cmake/syntax/parse';
import { semanticTokens } from '../../../../server/src/lsp/features/semantic-tokens';
import { workspaceSymbols } from '../../../../server/src/lsp/features/document-symbols';
import { WorkspaceIndex } from '../../../../server/src/wrapping/index/workspace-index';

const FILES = [
  '/w/Wrapping/A.cmake',
  '/w/Wrapping/B.cmake',
  '/w/one/wrapping/itkFoo.wrap',
  '/w/two/wrapping/itkFoo.wrap',
  '/w/one/itk-module.cmake',
  '/w/two/itk-module.cmake',
];
const HEADERS = ['/w/one/include/itkFoo.h', '/w/two/include/itkFoo.h', '/w/two/include/itkOther.h'];
/** Lines that define the same names several times, and macros that set variables through each other. */
const LINES = [
  'macro(sets name)\n  set(${name} 1)\nendmacro()',
  'function(sets other name)\nendfunction()',
  'macro(passes name)\n  sets(${name})\nendmacro()',
  'macro(passes name)\n  passes(${name})\nendmacro()',
  'macro(sets name)\n  passes(${name})\nendmacro()',
  'passes(mine)',
  'sets(mine)',
  'message("${mine}")',
  'itk_wrap_class("itk::Foo")',
  'itk_module(One DEPENDS Two)',
  'itk_module(Two)',
];
const CLASSES = ['namespace itk { class Foo {}; }', 'namespace itk { class Other {}; class Foo; }', ''];

/** A new text for a file, or null if it is removed. */
const change = fc.oneof(
  fc.record({
    file: fc.constantFrom(...FILES),
    text: fc.option(fc.array(fc.constantFrom(...LINES), { maxLength: 4 }).map((lines) => lines.join('\n'))),
  }),
  fc.record({ file: fc.constantFrom(...HEADERS), text: fc.option(fc.constantFrom(...CLASSES)) }),
);

describe('the index of a workspace', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  const newIndex = (): WorkspaceIndex => new WorkspaceIndex((text) => parser.parseScript(text));
  const take = (index: WorkspaceIndex, file: string, text: string | null): void => {
    if (file.endsWith('.h')) {
      if (text !== null) index.addHeader(file);
      index.updateHeader(file, text);
    } else if (text === null) index.forget(file);
    else index.update(file, parser.parseScript(text));
  };

  /** Every answer of the index. */
  function answersOf(index: WorkspaceIndex): unknown {
    const facts = index.files().map((file) => index.factsOf(file)!);
    return {
      facts,
      tokens: facts.map((one) => semanticTokens(one, index)),
      symbols: workspaceSymbols(index, ''),
      definitions: index.allDefinitions(),
      classes: index.allClasses(),
      wraps: index.allWraps(),
      modules: index
        .moduleNames()
        .map((name) => [index.moduleNamed(name), [...index.dependencyClosure(name)]]),
      moduleOf: FILES.map((file) => index.moduleOf(file)),
      variables: index.namesOf('variable').map((named) => [named, index.occurrencesOf('variable', named[0])]),
      commands: index.namesOf('command').map((named) => [named, index.occurrencesOf('command', named[0])]),
    };
  }

  it('depends only on the current texts, and not on earlier ones or their order', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), fc.integer(), (changes, seed) => {
        const long = newIndex();
        const texts = new Map<string, string | null>();
        for (const { file, text } of changes) {
          take(long, file, text);
          texts.set(file, text);
        }
        const fresh = newIndex();
        const order = [...texts].sort(([a], [b]) => (a < b === seed % 2 > 0 ? -1 : 1));
        for (const [file, text] of order) if (text !== null) take(fresh, file, text);
        assert.deepEqual(answersOf(long), answersOf(fresh));
      }),
      { numRuns: 400 },
    );
  });

  it('finds what a macro sets for its caller through another macro, even if that one is read later', () => {
    const index = newIndex();
    take(index, FILES[2]!, 'passes(mine)\n');
    take(index, FILES[0]!, 'macro(passes name)\n  sets(${name})\nendmacro()\n');
    take(index, FILES[1]!, 'macro(sets name)\n  set(${name} 1)\nendmacro()\n');
    const roles = (): string[] =>
      index.occurrencesOf('variable', 'mine').map(({ occurrence }) => occurrence.role);
    assert.deepEqual(roles(), ['write']);
    take(index, FILES[1]!, 'macro(sets name)\nendmacro()\n');
    assert.deepEqual(roles(), []);
  });
});
