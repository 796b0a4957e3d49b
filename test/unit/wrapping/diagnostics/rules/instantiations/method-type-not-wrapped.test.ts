import assert from 'node:assert/strict';
import { EvaluatedClasses } from '../../../../../../server/src/lsp/evaluation/evaluated-classes';
import { classNameOf } from '../../../../../../server/src/build/inputs/castxml-cxx';
import type { Diagnostic } from '../../../../../../server/src/wrapping/diagnostics/diagnostic';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { Workspace, wrappedType } from '../../../../../support/language';

const file = '/w/Mod/wrapping/itkFoo.wrap';
const text =
  'itk_wrap_class("itk::Foo" POINTER)\n  itk_wrap_template("F" "float")\n  itk_wrap_template("D" "double")\nitk_end_wrap_class()\n';
const lineAt = (line: number) => ({ start: { line, character: 2 }, end: { line, character: 30 } });

const HEADERS: Readonly<Record<string, string>> = {
  Macro: `
#define itkSetMacro(name, type) virtual void Set##name(const type _arg) { this->m_##name = _arg; }
#define itkGetMacro(name, type) virtual type Get##name() { return this->m_##name; }
#define itkSetObjectMacro(name, type) virtual void Set##name(type * _arg) { this->m_##name = _arg; }
#define itkGetConstObjectMacro(name, type) virtual const type * Get##name() const { return this->m_##name; }
#define itkNewMacro(x) static Pointer New() { return new x; }`,
  SmartPointer: 'template <typename T> class SmartPointer {};',
  Object: 'class Object { public: using Pointer = SmartPointer<Object>; };',
  Bar: 'template <typename T, unsigned int D = 2> class Bar : public Object { public: using Pointer = SmartPointer<Bar>; };',
  Adaptor: 'class Adaptor {};',
  Base: 'template <typename T> class Base : public Object { public: Adaptor * GetInherited(); };',
};

describe('the types of methods', () => {
  interface Wrapping {
    /** The body of `itk::Foo`. */
    body: string;
    /** What is wrapped, by module. Mod depends on Core. */
    others?: Readonly<Record<string, readonly string[]>>;
    superclasses?: string[];
    itk?: 'unknown';
    cutShort?: string;
  }

  const found = async ({
    body,
    others = {},
    superclasses,
    itk,
    cutShort,
  }: Wrapping): Promise<readonly Diagnostic[]> => {
    const workspace = await Workspace.of({
      '/w/Mod/itk-module.cmake': 'itk_module(Mod DEPENDS Core)\n',
      '/w/Core/itk-module.cmake': 'itk_module(Core)\n',
      '/w/Core/wrapping/itkBar.wrap': 'itk_wrap_class("itk::Bar" POINTER)\nitk_end_wrap_class()\n',
    });
    for (const [name, classes] of Object.entries(HEADERS))
      workspace.addHeader(
        `/w/Core/include/itk${name}.h`,
        name === 'Macro' ? classes : `namespace itk {\n${classes}\n}\n`,
      );
    workspace.addHeader(
      '/w/Mod/include/itkFoo.h',
      `namespace itk {\ntemplate <typename T> class Foo : public Base<T>\n{\n` +
        `public:\nusing Self = Foo;\nusing Superclass = Base<T>;\nusing Pointer = SmartPointer<Self>;\n${body}\n};\n}\n`,
    );
    const made = ['itk::Foo< float >', 'itk::Foo< double >'];
    const classes = new EvaluatedClasses();
    classes.update(
      [
        { file, module: 'Mod', wrapped: made.flatMap((one) => [one, `${one}::Pointer`]).map(wrappedType) },
        ...Object.entries(others).map(([module, types]) => ({
          file: `/w/${module}/wrapping/x.wrap`,
          module,
          wrapped: types.map(wrappedType),
        })),
        ...(cutShort === undefined ? [] : [{ file: cutShort, module: 'Core', wrapped: [], cutShort: true }]),
      ],
      [
        ['Mod', ['Core']],
        ['Core', []],
        ['Far', []],
      ],
    );
    if (itk) classes.setItk(itk);
    const generated = made.map((cppType, n) => ({
      range: lineAt(n + 1),
      instantiations: [{ name: `itkFoo${n}`, cppType, className: classNameOf(cppType) }],
      superclasses: n === 0 ? superclasses : undefined,
    }));
    const context = { ...workspace.context(file, text), enabled: classes, generated };
    return checkScript(context).filter(({ code }) => code === 'method-type-not-wrapped');
  };
  const messages = async (wrapping: Wrapping): Promise<string[]> =>
    (await found(wrapping)).map(
      ({ message, location }) => `${location.range.start.line + 1} ${message.split(' igenerator will')[0]}`,
    );

  it('must be wrapped', async () => {
    const [one, ...more] = await found({ body: 'Adaptor * GetAdaptor() const;' });
    assert.deepEqual(more, [], 'a type that both instantiations miss is reported once');
    assert.equal(one!.severity, 'information');
    assert.equal(one!.location.range.start.line, 1);
    assert.equal(
      one!.message,
      'No enabled .wrap file wraps itk::Adaptor. itk::Foo::GetAdaptor uses it. ' +
        'igenerator will warn (4). In Python, a value of this type has no methods.',
    );
    assert.deepEqual(
      one!.related.map(({ location, message }) => [location.file, location.range.start.line, message]),
      [['/w/Mod/include/itkFoo.h', 7, 'declared here']],
    );
    assert.deepEqual(
      one!.fixes?.map(({ title }) => title),
      ['Find what would wrap itk::Adaptor…'],
    );
    assert.deepEqual(
      await found({ body: 'Adaptor * GetAdaptor();', others: { Core: ['itk::Adaptor'] } }),
      [],
    );
  });

  it('must be wrapped with the same arguments, those of each line', async () => {
    const body = 'void SetBar(const Bar<T> & bar); Bar<T> GetBar(); Bar<T, 3> * Other();';
    const others = { Core: ['itk::Bar< float, 3 >', 'itk::Bar< double,2 >', 'itk::Bar< double, 3 >'] };
    assert.deepEqual(await messages({ body, others }), [
      '2 No enabled .wrap file wraps itk::Bar<float, 2>. itk::Bar is wrapped, but only with other template arguments. ' +
        'Methods of itk::Foo use it: SetBar, GetBar.',
    ]);
    assert.deepEqual(
      (await messages({ body })).map((message) => message.slice(0, 50)),
      [
        '2 No enabled .wrap file wraps itk::Bar<float, 2>. ',
        '3 No enabled .wrap file wraps itk::Bar<double, 2>.',
      ],
      'one for each line and class',
    );
  });

  it('must be wrapped in a module that this one depends on', async () => {
    const wrapping = { body: 'Adaptor * GetAdaptor() const;', others: { Far: ['itk::Adaptor'] } };
    assert.deepEqual(await messages(wrapping), [
      '2 itk::Adaptor is wrapped in Far, but Mod does not depend on Far. itk::Foo::GetAdaptor uses it.',
    ]);
    const [one] = await found(wrapping);
    assert.deepEqual(
      one!.fixes?.map(({ title }) => title),
      ['Add Far to the DEPENDS of Mod'],
    );
  });

  it('are read from macros too', async () => {
    const body =
      'itkSetMacro(Plain, unsigned int);\nitkGetMacro(Kept, Adaptor);\nitkGetConstObjectMacro(Bar, Bar<int>);\n' +
      'itkSetObjectMacro(Bar, Bar<int>);\nitkNewMacro(Self);';
    assert.deepEqual(await messages({ body }), [
      '2 No enabled .wrap file wraps itk::Adaptor. itk::Foo::GetKept uses it.',
      '2 No enabled .wrap file wraps itk::Bar<int, 2>. Methods of itk::Foo use it: GetBar, SetBar.',
    ]);
    const [kept] = await found({ body });
    assert.equal(kept!.related[0]?.location.range.start.line, 8);
  });

  it('include smart pointers', async () => {
    const body = 'typename Bar<T>::Pointer GetBar(); Pointer Clone();';
    const others = { Core: ['itk::Bar< float >', 'itk::Bar< double >', 'itk::Bar< double >::Pointer'] };
    assert.deepEqual(await messages({ body, others }), [
      '2 No enabled .wrap file wraps itk::SmartPointer<itk::Bar<float, 2>>. itk::Foo::GetBar uses it.',
    ]);
    assert.deepEqual(
      (await found({ body, others }))[0]?.fixes?.map(({ title }) => title),
      ['Find what would wrap itk::Bar<float, 2>…'],
    );
    const undecided = {
      Core: ['itk::Bar< float >', 'itk::Bar< some::Alias >::Pointer', 'itk::Bar< double >'],
    };
    assert.deepEqual(await messages({ body, others: undecided }), []);
  });

  it('are those of public methods that the class itself declares', async () => {
    assert.deepEqual(await found({ body: '' }), []);
    assert.deepEqual(await found({ body: 'protected: Adaptor * A(); private: Adaptor * B();' }), []);
    assert.deepEqual(
      await found({ body: 'Adaptor * A() = delete; template <typename U> Adaptor * B(U);' }),
      [],
    );
    const along = { body: '', superclasses: ['itk::Foo< float >::Superclass'] };
    assert.deepEqual(await messages(along), [
      '2 No enabled .wrap file wraps itk::Adaptor. itk::Base::GetInherited uses it.',
    ]);
  });

  it('are not reported if igenerator does not, or if something is not decided', async () => {
    const body = 'Adaptor * GetAdaptor();';
    assert.deepEqual(await found({ body: 'Adaptor * Begin(); Adaptor * GetSpacingCallback();' }), []);
    assert.deepEqual(
      await found({ body: 'Unknown<Adaptor> A(); enum class Kind { A }; Kind B(); Self & C();' }),
      [],
    );
    assert.deepEqual(await found({ body, itk: 'unknown' }), []);
    assert.deepEqual(
      await found({ body: 'Bar<T> & Get();', cutShort: '/w/Core/wrapping/itkBar.wrap' }),
      [],
      'a file that was not evaluated to its end',
    );
    assert.deepEqual(
      await found({ body: 'Bar<T> & Get();', others: { Core: ['itk::Bar< some::Alias >'] } }),
      [],
    );
  });
});
