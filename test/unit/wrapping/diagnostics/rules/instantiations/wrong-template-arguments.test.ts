import assert from 'node:assert/strict';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { Workspace } from '../../../../../support/language';

const wrap = '/w/Mod/wrapping/itkFoo.wrap';
const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 9 } };

describe('the template arguments of an instantiation', () => {
  /** The first sentence about an instantiation of `itk::Foo`, which these headers define. */
  const check = (cppType: string, ...headers: string[]): Promise<string | undefined> =>
    checkIn('', cppType, ...headers);
  const checkIn = async (
    text: string,
    cppType: string,
    ...headers: string[]
  ): Promise<string | undefined> => {
    const workspace = await Workspace.of();
    for (const [n, header] of headers.entries())
      workspace.addHeader(`/w/Mod/include/itkFoo${n || ''}.h`, header);
    const instantiations = [{ name: 'itkFooX', cppType, className: 'itk::Foo' }];
    const context = { ...workspace.context(wrap, text), generated: [{ range, instantiations }] };
    const [found] = checkScript(context).filter(({ code }) => code === 'wrong-template-arguments');
    return found?.message.replace(/ castxml will stop here\.$/, '');
  };
  const foo = (template: string): string => `namespace itk { template <${template}> class Foo {}; }`;

  it('are counted', async () => {
    const two = foo('typename TIn, typename TOut');
    assert.equal(
      await check('itk::Foo< float >', two),
      'itk::Foo takes 2 template arguments, but 1 is given.',
    );
    assert.equal(
      await check('itk::Foo< itk::Image< float,2 >, int, 3 >', two),
      'itk::Foo takes 2 template arguments, but 3 are given.',
    );
    assert.equal(await check('itk::Foo< itk::Image< float,2 >, int >', two), undefined);
    const one = foo('typename T');
    assert.equal(
      await check('itk::Foo< int, int >', one),
      'itk::Foo takes 1 template argument, but 2 are given.',
    );
    const plain = 'namespace itk { class Foo {}; }';
    assert.match((await check('itk::Foo< int >', plain))!, /is not a template/);
    assert.equal(await check('itk::Foo', plain), undefined);
  });

  it('may be omitted if they have defaults, wherever these are declared', async () => {
    const range = foo('typename A, typename B = std::map<A, A>, unsigned int D = (3 > 2)');
    assert.equal(await check('itk::Foo< int >', range), undefined);
    assert.equal(
      await check('itk::Foo< int, int, 2, 5 >', range),
      'itk::Foo takes 1 to 3 template arguments, but 4 are given.',
    );
    const declared = 'namespace itk { template <typename A, typename B = A> class Foo; }';
    assert.equal(await check('itk::Foo< int >', foo('typename A, typename B'), declared), undefined);
  });

  it('may be any number for a pack', async () => {
    assert.equal(await check('itk::Foo< int, int, 3 >', foo('typename A, typename... B')), undefined);
  });

  it('are types or numbers', async () => {
    const image = foo('typename TPixel, unsigned int VDimension');
    assert.equal(
      await check('itk::Foo< 2, 2 >', image),
      'Argument 1 of itk::Foo is a type, but it gets the number 2.',
    );
    assert.equal(
      await check('itk::Foo< float, itk::Image< float,2 > >', image),
      'Argument 2 of itk::Foo is a number, but it gets the type itk::Image< float,2 >.',
    );
    assert.equal(await check('itk::Foo< float, 2 >', image), undefined);
    assert.equal(await check('itk::Foo< float, itk::Foo< int, 2 >::Dimension >', image), undefined);
    assert.equal(
      await check('itk::Foo< itk::FooEnums::Kind::A, 2 >', foo('FooEnums::Kind K, int N')),
      undefined,
    );
  });

  it('are there, if the class is a template', async () => {
    const template = foo('typename A = int');
    const simple = '\nitk_wrap_simple_class("itk::Foo")\n';
    assert.equal(
      await checkIn(simple, 'itk::Foo', template),
      'itk::Foo is a template, but gets no arguments.',
    );
    // An undefined variable leaves this, which another rule reports.
    assert.equal(await check('itk::Foo', template), undefined);
  });

  it('are checked in the arguments, too', async () => {
    const nested = `${foo('typename A, typename B')} namespace itk { template <typename T, unsigned int D = 2> class Bar {}; template <template <typename, unsigned int> class T> class Tem {}; }`;
    assert.equal(
      await check('itk::Foo< itk::Bar<float>, const itk::Bar<itk::Bar<int>, 3> >', nested),
      undefined,
    );
    assert.equal(
      await check('itk::Foo< itk::Bar<float>, itk::Bar<2, float> >', nested),
      'Argument 1 of itk::Bar is a type, but it gets the number 2.',
    );
    assert.equal(
      await check('itk::Foo< int, itk::Bar<itk::Bar<int, 2, 3>, 2> >', nested),
      'itk::Bar takes 1 to 2 template arguments, but 3 are given.',
    );
    assert.equal(
      await check('itk::Foo< itk::Bar, int >', nested),
      'itk::Bar is a template, but gets no arguments.',
    );
    for (const right of [
      'itk::Foo< itk::Bar<int>::Type, itk::Tem< itk::Bar > >',
      'itk::Foo< itk::Unknown<1>, int >',
    ])
      assert.equal(await check(right, nested), undefined, right);
  });

  it('have matching brackets', async () => {
    const two = foo('typename A, typename B');
    for (const wrong of ['itk::Foo< itk::Bar<float, int >', 'itk::Foo< itk::Bar<float>>, int >'])
      assert.equal(await check(wrong, two), `The angle brackets of ${wrong} do not match.`);
    assert.equal(await check('itk::Foo< (3 > 2), int >', foo('bool A, typename B')), undefined);
  });

  it('are those of the template itself, not of its specializations', async () => {
    const special = `namespace itk { template <typename A, typename B> class Foo {}; template <typename A> class Foo<A, A*> {}; template <> class Foo<int, int> {}; }`;
    assert.equal(await check('itk::Foo< int, int >', special), undefined);
    assert.match((await check('itk::Foo< int >', special))!, /takes 2/);
  });

  it('are not compared with a class that is defined in several ways', async () => {
    const both =
      '#if A\nnamespace itk { template <typename A> class Foo {}; }\n#else\nnamespace itk { template <typename A, typename B> class Foo {}; }\n#endif';
    assert.equal(await check('itk::Foo< int, int, int >', both), undefined);
    assert.equal(await check('itk::Foo< int >', foo('typename A'), foo('typename A, typename B')), undefined);
  });
});
