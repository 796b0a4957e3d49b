import assert from 'node:assert/strict';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { Workspace } from '../../../../../support/language';

describe('a class in the arguments of an instantiation', () => {
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 9 } };
  const check = async (cppType: string, headers: string): Promise<string[]> => {
    const workspace = await Workspace.of();
    workspace.addHeader('/w/Mod/include/itkFoo.h', headers);
    const generated = [{ range, instantiations: [{ name: 'itkFooX', cppType, className: 'itk::Foo' }] }];
    return checkScript({ ...workspace.context('/w/Mod/wrapping/itkFoo.wrap', ''), generated })
      .filter(({ code }) => code === 'class-not-found')
      .map(({ message }) => message);
  };
  const itk =
    'namespace itk { class Object {}; template <typename T> class Foo {}; template <typename T, int D> class Image {}; template <typename T> using Imago = Image<T, 2>; }';

  it('is reported if a class with a similar name exists', async () => {
    assert.deepEqual(await check('itk::Foo< itk::Imag<float, 2> >', itk), [
      'No header in the workspace defines itk::Imag. castxml will stop. Did you mean itk::Image?',
    ]);
  });

  it('is not reported if it is another name for a type, nothing is similar, or ITK is not known', async () => {
    for (const right of ['itk::Imago<float>', 'itk::Image<float, 2>', 'itk::Elsewhere<float>'])
      assert.deepEqual(await check(`itk::Foo< ${right} >`, itk), [], right);
    assert.deepEqual(
      await check('itk::Foo< itk::Imag<float, 2> >', itk.replace('class Object', 'class Objct')),
      [],
    );
  });
});
