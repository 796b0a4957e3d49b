import assert from 'node:assert/strict';
import { codeLenses } from '../../../../server/src/lsp/features/code-lens';
import { macroFile, macros, Workspace } from '../../../support/language';
import { aType } from '../../../support/states';

describe('code lenses', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({ [macroFile]: macros });
  });

  it('show state, instantiations and actions above a class, only if a build has the type', () => {
    const type = aType({
      instantiations: [{ name: 'itkFooF2', cppType: '', className: 'itk::Foo', line: 1 }],
    });
    const { facts } = workspace.context('/w/a.wrap', 'itk_wrap_class("itk::Foo")\nitk_end_wrap_class()');
    const titles = codeLenses(facts, type, undefined, true).map(({ command }) => command?.title);
    assert.deepEqual(titles, [
      'MISS: never cached',
      '1 instantiation',
      '$(play) castxml',
      '$(gear) igenerator',
      '$(question) explain',
    ]);
    assert.deepEqual(codeLenses(facts, undefined, undefined, true), []);
    assert.deepEqual(
      codeLenses(facts, type, undefined, false).map(({ command }) => command),
      [
        { title: 'MISS: never cached', command: '' },
        { title: '1 instantiation', command: '' },
      ],
      'a client without our commands sees the words alone',
    );
  });
});
