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
    const titles = codeLenses({ facts, type, module: undefined }, true).map(({ command }) => command?.title);
    assert.deepEqual(titles, [
      'MISS: not cached yet',
      '1 instantiation',
      '$(play)\u00a0castxml',
      '$(gear)\u00a0igenerator',
      '$(type-hierarchy)\u00a0graph',
    ]);
    assert.deepEqual(codeLenses({ facts, type: undefined, module: undefined }, true), []);
    assert.deepEqual(
      codeLenses({ facts, type, module: undefined }, false).map(({ command }) => command),
      [
        { title: 'MISS: not cached yet', command: '' },
        { title: '1 instantiation', command: '' },
      ],
      'a client without our commands sees the words alone',
    );
  });

  it('say what the type cost in the last build', () => {
    const type = aType({
      instantiations: [{ name: 'itkFooF2', cppType: '', className: 'itk::Foo', line: 1 }],
    });
    const costs = {
      ofType: () => ({ instantiations: 1, stages: { castxml: 2, swig: 3, compile: null }, cppBytes: 5 }),
      estimator: () => null,
    };
    const { facts } = workspace.context('/w/a.wrap', 'itk_wrap_class("itk::Foo")\nitk_end_wrap_class()');
    const titles = codeLenses({ facts, type, module: undefined, costs }, true);
    assert.equal(titles[1]?.command?.title, '1 instantiation, 5.0 s');
  });

  it('explain the state after a click on it', () => {
    const { facts } = workspace.context('/w/a.wrap', 'itk_wrap_class("itk::Foo")\nitk_end_wrap_class()');
    const [state] = codeLenses({ facts, type: aType(), module: undefined }, true);
    assert.equal(state!.command!.command, 'itkWrapping.explain');
    assert.deepEqual(state!.command!.arguments, [{ type: 'itkFoo' }]);
  });

  it('offer CMake for a file that the build does not have yet, with what it would generate', () => {
    const { facts } = workspace.context('/w/a.wrap', 'itk_wrap_class("itk::Foo")\nitk_end_wrap_class()');
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 25 } };
    const one = { name: 'itkFooF2', cppType: '', className: 'itk::Foo', line: 0 };
    const context = { facts, type: undefined, module: undefined, inBuild: true };
    const generated = [{ range, instantiations: [one, { ...one, name: 'itkFooF3' }] }];
    const lenses = codeLenses({ ...context, generated }, true);
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, command?.command]),
      [
        ['$(sync)\u00a0new: configure to build it', 'itkWrapping.configure'],
        ['2 instantiations', ''],
      ],
    );
    assert.deepEqual(
      codeLenses(context, false).map(({ command }) => command?.title),
      ['new: configure to build it'],
    );
  });

  it('count by its lines what a class with a composed name generates', () => {
    const { facts } = workspace.context('/w/a.wrap', 'itk_wrap_simple_class("itk::${name}")');
    const one = { name: 'itkFooF2', cppType: '', className: 'itk::Foo', line: 0 };
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 37 } };
    const generated = [{ range, instantiations: [one] }];
    const lenses = codeLenses({ facts, type: aType(), module: undefined, generated }, true);
    assert.equal(lenses[1]!.command!.title, '1 instantiation');
  });
});
