import assert from 'node:assert/strict';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { Workspace } from '../../../../../support/language';

const file = '/w/Mod/wrapping/itkFoo.wrap';
const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 30 } };

describe('the pointer that a wrap method wraps', () => {
  /** What is found for `itk::Foo< int >`, which these headers define. */
  const found = async (method: string, foo: string, others = '') => {
    const workspace = await Workspace.of();
    workspace.addHeader('/w/Mod/include/itkFoo.h', `namespace itk {\n${others}\n${foo}\n}\n`);
    const text = `itk_wrap_class("itk::Foo" ${method})\n  itk_wrap_template("I" "int")\nitk_end_wrap_class()\n`;
    const instantiations = [{ name: 'itkFooI', cppType: 'itk::Foo< int >', className: 'itk::Foo' }];
    const context = { ...workspace.context(file, text), generated: [{ range, instantiations }] };
    return checkScript(context).filter(({ code }) => code === 'pointer-missing');
  };
  const isFound = async (...args: Parameters<typeof found>): Promise<boolean> =>
    (await found(...args)).length > 0;
  const plain = 'template <typename T> class Foo { public: using Self = Foo; };';
  const base = 'class Base { public: using Pointer = SmartPointer<Base>; };';

  it('must be a member of the class or of a base', async () => {
    const [one] = await found('POINTER', plain);
    assert.equal(one?.message, 'itk::Foo has no type Pointer, which POINTER wraps. castxml will stop here.');
    assert.equal(one?.location.range.start.character, 26);
    assert.deepEqual(
      one?.fixes?.map(({ title }) => title),
      ['Remove POINTER'],
    );
    assert.ok(
      !(await isFound(
        'POINTER',
        plain.replace('using Self', 'using Pointer = SmartPointer<Foo>; using Self'),
      )),
    );
    assert.ok(!(await isFound('POINTER', 'template <typename T> class Foo : public Base {};', base)));
    assert.ok(
      await isFound('POINTER', 'template <typename T> class Foo : public Base {};', 'class Base {};'),
    );
  });

  it('depends on the method', async () => {
    const pointer = plain.replace('using Self', 'using Pointer = SmartPointer<Foo>; using Self');
    assert.ok(!(await isFound('POINTER_WITH_SUPERCLASS', pointer)));
    assert.ok(await isFound('POINTER_WITH_CONST_POINTER', pointer));
    assert.ok(await isFound('AUTOPOINTER', pointer));
    assert.ok(!(await isFound('ENUM', plain)));
    assert.ok(!(await isFound('', plain)));
  });

  it('is not missed if the headers do not decide it', async () => {
    assert.ok(!(await isFound('POINTER', 'template <typename T> class Foo : public Unknown<T> {};')));
    assert.ok(!(await isFound('POINTER', 'template <typename T> class Foo { defineTypes(Foo, Pointer); };')));
    assert.ok(
      !(await isFound('POINTER', `${plain}\ntemplate <> class Foo<int> { public: class Pointer; };`)),
    );
  });
});
