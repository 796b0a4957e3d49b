import assert from 'node:assert/strict';
import { unwrappedClasses } from '../../../../server/src/wrapping/index/unwrapped-classes';
import { macroFile, macros, Workspace } from '../../../support/language';

describe('the classes that are not wrapped yet', () => {
  it('are those of modules that no .wrap file names, with their modules', async () => {
    const workspace = await Workspace.of({
      [macroFile]: macros,
      '/w/mod/itk-module.cmake': 'itk_module(ITKMod)\n',
      '/w/mod/wrapping/CMakeLists.txt': 'itk_wrap_module(ITKMod)\n',
      '/w/mod/wrapping/itkFoo.wrap': 'itk_wrap_simple_class("itk::Foo" POINTER)\n',
      '/w/mod/wrapping/itkOdd.wrap': 'itk_wrap_simple_class("itk::${name}" POINTER)\n',
    });
    const header = (name: string): string => `/w/mod/include/${name}.h`;
    workspace.addHeader(header('itkFoo'), 'namespace itk { class Foo {}; }');
    workspace.addHeader(
      header('itkBar'),
      'namespace itk { class Bar {}; namespace Functor { class F {}; } }',
    );
    workspace.addHeader(header('itkOdd'), 'namespace itk { class Odd {}; }');
    workspace.addHeader(header('itkSample'), 'namespace itk { namespace Statistics { class Sample {}; } }');
    workspace.addHeader('/w/other/itkLoose.h', 'namespace itk { class Loose {}; }');
    const { index } = workspace.context('/w/mod/wrapping/itkFoo.wrap', '');
    assert.deepEqual(
      unwrappedClasses(index, null).map(({ name, module }) => `${name} ${module}`),
      ['itk::Bar ITKMod', 'itk::Statistics::Sample ITKMod'],
    );
  });
});
