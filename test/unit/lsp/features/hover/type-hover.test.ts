import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver';
import type { CMakeParser } from '../../../../../server/src/cmake/syntax/parse';
import { loadParser } from '../../../../../server/src/cmake/syntax/parse';
import {
  type HoverContext,
  hoverInCxx,
  hoverInWrap,
} from '../../../../../server/src/lsp/features/hover/type-hover';
import { code } from '../../../../../server/src/shared/markdown';
import type { TypeState } from '../../../../../server/src/shared/type-state';
import { marked } from '../../../../support/marked';
import { aModule, aType } from '../../../../support/states';

const l1 = '1'.repeat(64);
const l2 = '2'.repeat(64);

const type = aType({
  module: 'ITKBar',
  state: 'miss',
  reason: { kind: 'header-changed', subject: '/s/include/itkFoo.h' },
  l1,
  l2,
  xmlState: 'stale',
  instantiations: [
    { name: 'itkFooF2', cppType: 'itk::Foo< float,2 >', className: 'itk::Foo', line: 3 },
    { name: 'itkFooF3', cppType: 'itk::Foo< float,3 >', className: 'itk::Foo', line: 4 },
    { name: 'itkOther', cppType: 'itk::Other', className: 'itk::Other', line: 5 },
  ],
});
const module = aModule({ name: 'ITKBar', pkl: { listed: 2 } });
const context: HoverContext = { type, module };

describe('a hover on a class', () => {
  let parser: CMakeParser;
  before(async () => {
    parser = await loadParser();
  });

  /** The Markdown of a hover at the mark. Null if there is none. */
  function check(fixture: string, given: HoverContext = context): string | null {
    const { text, position } = marked(fixture);
    const hover = hoverInWrap(parser.parseScript(text), position, given, { commands: true, icons: true });
    return hover && (hover.contents as MarkupContent).value;
  }

  it('shows the instantiations of the class, its state, the reason and both keys', () => {
    const text = check(
      'itk_wrap_class("itk::F‸oo" POINTER)\n  itk_wrap_template("F2" "float,2")\nitk_end_wrap_class()\n',
    );
    assert.match(text ?? '', /\*\*MISS\*\* · header itkFoo\.h changed/);
    assert.match(text ?? '', new RegExp(l1));
    assert.match(text ?? '', new RegExp(l2));
    assert.match(text ?? '', /itkFooF2/);
    assert.match(text ?? '', / · 2 instantiations · /);
    assert.doesNotMatch(text ?? '', /itkOther/);
  });

  it('appears anywhere in the block of the class, and nowhere else', () => {
    assert.match(
      check(
        'itk_wrap_class("itk::Foo")\n  foreach(d 2 3)\n    itk_wrap‸_template("a" "b")\n  endforeach()\nitk_end_wrap_class()',
      ) ?? '',
      /itk::Foo/,
    );
    assert.match(check('itk_wrap_simple_class("itk::Oth‸er" POINTER)') ?? '', / · 1 instantiation · /);
    assert.equal(check('set(x ‸1)\nitk_wrap_simple_class("itk::Other")'), null);
  });

  it('shows the count and the state first, and shortened keys with a link that copies all digits', () => {
    const text = check('itk_wrap_class("itk::F‸oo")') ?? '';
    const [first, second, , actions, keys, , block] = text.split('\n');
    assert.match(first!, /^\*\*itk::Foo\*\* · 2 instantiations · /);
    assert.match(second!, /MISS\*\* · header itkFoo\.h changed · XML stale$/, 'the header is named once');
    assert.match(actions!, /^\[Run castxml\]\(.* · \[Explain\]\(/);
    assert.equal(block, '```cpp', 'everything else is above the list');
    assert.match(keys!, /L1 `1{12}…` \[\$\(copy\)\]\(command:itkWrapping\.copyKey/);
    assert.match(text, new RegExp(`"Copy ${l2}"`));
  });

  it('shows what a line generates, if an evaluation knows it', () => {
    const line = 'itk_wrap_class("itk::Foo")\n  itk_wrap_template("F3"‸ "float,3")\nitk_end_wrap_class()';
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 35 } };
    const generated = [{ range, instantiations: [type.instantiations[1]!] }];
    const text = check(line, { ...context, generated }) ?? '';
    assert.match(text, /1 of its 2 instantiations comes from this line/);
    assert.match(text, /itkFooF3/);
    assert.doesNotMatch(text, /itkFooF2/);
    // Before CMake has run there is no state, but the evaluation knows what will be generated.
    const unseen = check(line, { type: undefined, module: undefined, generated }) ?? '';
    assert.match(unseen, /1 instantiation once CMake has run/);
    assert.match(unseen, /itkFooF3 = itk::Foo<float,3>/);
  });

  it('counts by its lines what a class with a composed name generates', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 40 } };
    const generated = [{ range, instantiations: [type.instantiations[2]!] }];
    const text = check('itk_wrap_simple_class("itk::${na‸me}")', { ...context, generated }) ?? '';
    assert.match(text, / · 1 instantiation · /);
    assert.match(text, /itkOther = itk::Other/);
  });

  it('lists three instantiations and counts the others', () => {
    const many = Array.from({ length: 40 }, (_, n) => ({
      name: `itkFoo${n}`,
      cppType: 'itk::Foo< int >',
      className: 'itk::Foo',
      line: n,
    }));
    const text = check('itk_wrap_class("itk::F‸oo")', { type: { ...type, instantiations: many }, module });
    assert.match(text ?? '', /\[and 37 more\]/);
    assert.equal(text?.match(/itkFoo\d+ = /g)?.length, 3);
  });

  it('ends with the entry, in the units of the Cache view', () => {
    const stored: TypeState = {
      ...type,
      state: 'hit',
      reason: null,
      entry: { bytes: 254_000, usedMs: Date.UTC(2026, 7, 30, 14, 5) },
      root: '/a/store',
    };
    const text = check('itk_wrap_class("itk::F‸oo")', { type: stored, module }) ?? '';
    assert.match(text, /\n\n249 kB, last used 2026-08-30 14:05 UTC · in `\/a\/store`$/);
    assert.doesNotMatch(check('itk_wrap_class("itk::F‸oo")') ?? '', /last used/);
  });

  it('shows instantiations as C++, whatever they contain', () => {
    const odd = {
      name: 'itkFooA',
      cppType: 'itk::Foo< itk::Image< char,2 > >```|x',
      className: 'itk::Foo',
      line: 1,
    };
    const text = check('itk_wrap_class("itk::F‸oo")', { type: { ...type, instantiations: [odd] }, module });
    assert.match(text ?? '', /^````cpp\nitkFooA = itk::Foo<itk::Image<char,2>>```\|x\n````$/m);
  });

  it('says what the next configure run would change, and whether the cache would then hit', () => {
    const configure: TypeState['configure'] = {
      ...{ kind: 'changed', added: ['itkFooF4', 'itkFooF5'], removed: ['itkFooF2'], changed: [] },
      ...{ l1: null, state: 'hit', reason: null },
    };
    const text = check('itk_wrap_class("itk::F‸oo")', { type: { ...type, configure }, module });
    assert.match(text ?? '', /configure needed: \\\+2 −1 instantiations\*\* · already cached/);
    assert.match(text ?? '', /\+ `itkFooF4`, `itkFooF5` {2}\n− `itkFooF2`/);
    assert.match(text ?? '', /\[Run CMake\]\(command:itkWrapping\.configure/);
  });

  it('says which file a module lacks and what that breaks', () => {
    const lacking = aModule({
      state: 'pkl-missing',
      pkl: { listed: 2, missing: ['/b/itk-pkl/itk.Foo.itkFoo.pkl'] },
    });
    const text = check('itk_wrap_class("itk::F‸oo")', { type, module: lacking });
    assert.match(text ?? '', /itk\.Foo\.itkFoo\.pkl/);
    assert.match(text ?? '', /pyi\\_generator\.py|pyi_generator/);
    assert.match(text ?? '', /command:itkWrapping\.repairStamps/);
  });

  it('says that a module never ran, at the end, because nothing is lost', () => {
    const never = aModule({ state: 'never-run', pkl: { missingIndex: ['/b/itkFoo.index.txt'] } });
    const text = check('itk_wrap_class("itk::F‸oo" POINTER)', { type, module: never }) ?? '';
    assert.ok(text.indexOf('never run') > text.indexOf('```cpp'));
    assert.doesNotMatch(text, /index\.txt/);
    assert.match(text, /command:itkWrapping\.runIgenerator/);
  });

  it('says why it shows no state for a file that the build does not have', () => {
    assert.match(
      check('itk_wrap_class("itk::F‸oo")', { type: undefined, module: undefined }) ?? '',
      /Not in the active build/,
    );
  });

  it('appears on an alias in a generated source, and not on other lines', () => {
    const value = (hoverInCxx(3, context, { commands: true, icons: true })?.contents as MarkupContent).value;
    assert.match(value, /itkFooF2/);
    assert.match(value, /MISS/);
    assert.equal(hoverInCxx(0, context, { commands: true, icons: true }), null);
  });

  it('has whole keys, links to files and no commands for a client without our commands', () => {
    const { position, text } = marked('itk_wrap_class("itk::F‸oo" POINTER)\nitk_end_wrap_class()\n');
    // File names are shown unchanged, whatever they look like.
    const given: TypeState = { ...type, l2: null, staleBecause: '/s/a · · $(gear) b.h' };
    const hover = hoverInWrap(
      parser.parseScript(text),
      position,
      { type: given, module: { ...module, state: 'never-run' } },
      { commands: false, icons: false },
    );
    const { value } = hover?.contents as MarkupContent;
    const [head, actions, , last] = value.split('\n\n');
    assert.ok(
      head!.endsWith(
        `  \n**MISS** · header itkFoo.h changed · XML stale: ${code('a · · $(gear) b.h')} changed`,
      ),
    );
    assert.equal(
      actions,
      `[Open .cxx](file:///b/itkFoo.cxx) · [Open XML](file:///b/itkFoo.xml)  \nL1 \`${l1}\` · L2 *known after the first run*`,
    );
    assert.match(last!, /^\*\*ITKBar: never run\*\* {2}\n/);
    assert.doesNotMatch(value, /command:/);
  });
});
