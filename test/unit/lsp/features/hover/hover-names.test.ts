import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver';
import {
  hoverInclude,
  hoverInInc,
  hoverInIndex,
} from '../../../../../server/src/lsp/features/hover/hover-inputs';
import type { InputsDisk } from '../../../../../server/src/lsp/session/inputs-disk';
import { hoverOfName } from '../../../../../server/src/lsp/features/hover/hover-names';
import type { FileContext } from '../../../../../server/src/lsp/session/file-context';
import { marked } from '../../../../support/marked';
import { evaluationOf, macroFile, macros, Workspace } from '../../../../support/language';

describe('a hover over a name', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({
      [macroFile]: macros,
      '/w/mod/itk-module.cmake': 'itk_module(ITKMod DEPENDS ITKCommon)',
      '/w/mod/wrapping/itkBar.wrap': '',
    });
  });

  function check(fixture: string, more: Partial<FileContext> = {}, file?: string): string {
    const { context, position } = workspace.at(fixture, file, more);
    return (
      (hoverOfName(context, position, { commands: true, icons: true })?.contents as MarkupContent | undefined)
        ?.value ?? ''
    );
  }

  it('shows a macro’s signature, its comments except those about its code, and its place', () => {
    const value = check('itk_wrap_cl‸ass("itk::Foo")');
    assert.match(value, /itk_wrap_class\(class \[method\]\)/);
    assert.match(value, /Wraps a class\./);
    assert.doesNotMatch(value, /what follows is code/);
    assert.match(value, /TypedefMacros\.cmake\\?:1/);
  });

  it('shows what CMake’s own commands do, and what a method generates', () => {
    assert.match(check('fore‸ach(a b)\nendforeach()'), /CMake’s own/);
    assert.match(check('itk_wrap_class("itk::Foo" POIN‸TER)'), /smart pointer/);
  });

  it('shows all three variables of an entry in the type tables', () => {
    const value = check('f(${ITKT‸_F})');
    assert.match(value, /`ITKT_F` C\+\+ type: `float`/);
    assert.match(value, /`ITKM_F` mangle: `F`/);
    assert.match(check('f("${ITKT_I${t}${d}‸}")'), /itk::Image< … >/);
  });

  it('shows a variable’s value at the position if an evaluation knows it, with the number of items', () => {
    const setAt = {
      file: macroFile,
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } },
    };
    const of = (...values: string[][]) =>
      evaluationOf({
        valueAt: () => ({
          values: values.map((items) => ({ count: items.length, items })),
          count: values.length,
          setAt,
        }),
      });
    const value = check('f(${ty‸pes})', { evaluation: of(['UC', 'F']) });
    assert.match(value, /list of 2 items here: `UC` `F`/);
    assert.match(value, /TypedefMacros\.cmake:4/);
    assert.match(check('f(${ty‸pes})', { evaluation: of([]) }), /Empty here$/m);
    assert.match(
      check('f(${ty‸pes})', { evaluation: of(['UC'], ['F', 'D']) }),
      /Takes 2 values in turn here.*`UC` `F;D`/,
    );
    assert.match(check('set(ty‸pes UC)', { evaluation: of(['UC']) }), /`UC` after this command/);
  });

  it('shows what sets a variable if nothing is evaluated', () => {
    assert.match(check('set(x 1 2)\nf(${‸x})'), /`1;2` in line 1/);
  });

  it('counts a long list, and omits names that are local to other files', () => {
    const items = Array.from({ length: 40 }, (_, n) => `item${n}`).join(' ');
    assert.match(check(`set(x ${items})\nf(\${‸x})`), /`item0;item1;.*;… \(40\)` in line 1/);
    workspace.add('/w/Wrapping/Other.cmake', 'macro(m)\nset(d 7)\nendmacro()\nset(SHARED_d 7)\n');
    workspace.add('/w/other/wrapping/CMakeLists.txt', 'set(SHARED_d 8)\n');
    assert.doesNotMatch(check('foreach(d‸ 2 3)\nendforeach()'), /Other\.cmake/);
    const shared = check('f(${SHAR‸ED_d})');
    assert.match(shared, /`7` in \[Other\.cmake/);
    assert.doesNotMatch(shared, /CMakeLists/);
  });

  it('shows types and modules in a CMakeLists.txt', () => {
    const lists = '/w/mod/wrapping/CMakeLists.txt';
    assert.match(check('set(WRAPPER_SUBMODULE_ORDER itk‸Bar)', {}, lists), /itkBar\.wrap/);
    assert.match(check('set(WRAPPER_SUBMODULE_ORDER itk‸Baz)', {}, lists), /no `itkBaz\.wrap`/);
    assert.match(check('itk_wrap_module(ITK‸Mod)', {}, lists), /Needs `ITKCommon`/);
  });
});

describe('a hover over an input of a build', () => {
  const folders: Record<string, string[]> = { '/a': ['x.h', 'y.h'], '/b': ['y.h'] };
  const disk: InputsDisk = {
    list: (dir) => Promise.resolve(folders[dir] ?? null),
    exists: (file) =>
      Promise.resolve(
        Object.entries(folders).some(([dir, names]) => names.some((name) => `${dir}/${name}` === file)),
      ),
  };
  const value = (hover: { contents: unknown } | null) =>
    (hover?.contents as MarkupContent | undefined)?.value ?? '';
  const inc = async (fixture: string) => {
    const { text, position } = marked(fixture);
    return value(await hoverInInc(text, '/', position, disk));
  };

  it('says whether a folder exists and which headers it hides', async () => {
    assert.match(
      await inc('"-I/‸a"\n"-I/b"'),
      /2 headers[\s\S]*Hides from later folders:\n- `y\.h` of `\/b`/,
    );
    assert.match(await inc('"-I/a"\n"-I/‸c"'), /does not exist/);
    assert.match(await inc('"-I/a"\n"-I/‸a"'), /is already in line 1/);
    assert.match(await inc('-DF‸OO=1'), /Defines the macro `FOO=1`/);
  });

  it('says which file an include finds', async () => {
    const include = async (line: string) =>
      value(await hoverInclude(line, { line: 0, character: 12 }, { text: '"-I/a"\n"-I/b"', cwd: '/' }, disk));
    assert.match(await include('#include "y.h"'), /\/a\/y\.h[\s\S]*It hides\n- `\/b\/y\.h`/);
    assert.match(await include('#include "z.h"'), /not found in 2 include folders/);
    assert.equal(await include('int x;'), '');
  });

  it('says whether a pkl file exists', async () => {
    const index = async (fixture: string) => {
      const { text, position } = marked(fixture);
      return value(
        await hoverInIndex(text, '/p/itkFoo.index.txt', position, {
          ...disk,
          exists: (file) => Promise.resolve(file === '/p/here.pkl'),
        }),
      );
    };
    assert.match(await index('/p/he‸re.pkl\n/p/gone.pkl'), /present/);
    assert.match(await index('/p/here.pkl\n/p/go‸ne.pkl'), /missing/);
    assert.equal(await index('/p/here.pkl\n‸'), '');
  });
});
