import assert from 'node:assert/strict';
import { EvaluatedClasses } from '../../../../../../server/src/lsp/evaluation/evaluated-classes';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { classNameOf } from '../../../../../../server/src/build/inputs/castxml-cxx';
import type { Diagnostic } from '../../../../../../server/src/wrapping/diagnostics/diagnostic';
import { Workspace, wrappedType } from '../../../../../support/language';

const file = '/w/Mod/wrapping/itkFoo.wrap';
const text = 'itk_wrap_class("itk::Foo" POINTER)\n  itk_wrap_template("X" "X")\nitk_end_wrap_class()\n';
const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 28 } };

const HEADERS = {
  Image: 'template <typename T, unsigned int D = 2> class Image {};',
  Object: 'class Object {};',
  Base: 'template <typename TIn, typename TOut> class Base : public Object {};',
  Middle: 'template <typename TIn, typename TOut> class Middle : public Base<TIn, TOut> {};',
  Foo: 'template <typename TIn, typename TOut = TIn> class Foo : public Middle<TIn, TOut> { using Superclass = Middle<TIn, TOut>; };',
};

describe('the superclass of an instantiation', () => {
  interface Wrapping {
    made: string;
    /** Other types, by module. */
    others: Readonly<Record<string, readonly string[]>>;
    superclasses?: string[];
    method?: string;
    headers?: Partial<typeof HEADERS>;
    itk?: 'unknown';
  }

  const found = async (wrapping: Wrapping): Promise<readonly Diagnostic[]> => {
    const workspace = await Workspace.of({
      '/w/Mod/itk-module.cmake': 'itk_module(Mod DEPENDS Core)\n',
      '/w/Core/wrapping/itkBase.wrap':
        'itk_wrap_class("itk::Base" POINTER)\nitk_end_wrap_class()\n' +
        'itk_wrap_class("itk::Middle" POINTER)\nitk_end_wrap_class()\nitk_wrap_simple_class("itk::Object")\n',
    });
    for (const [name, body] of Object.entries({ ...HEADERS, ...wrapping.headers }))
      workspace.addHeader(`/w/Mod/include/itk${name}.h`, `namespace itk {\n${body}\n}\n`);
    const { made, others, superclasses = [], itk } = wrapping;
    const classes = new EvaluatedClasses();
    const own = [made, ...superclasses].map(wrappedType);
    classes.update(
      [
        { file, module: 'Mod', wrapped: own },
        ...Object.entries(others).map(([module, types]) => ({
          file: `/w/${module}/wrapping/x.wrap`,
          module,
          wrapped: types.map(wrappedType),
        })),
      ],
      [
        ['Mod', ['Core']],
        ['Far', []],
        ['Core', []],
      ],
    );
    if (itk) classes.setItk(itk);
    const generated = [
      {
        range,
        instantiations: [{ name: 'itkFooX', cppType: made, className: classNameOf(made) }],
        superclasses,
      },
    ];
    const written = text.replace('POINTER', wrapping.method ?? 'POINTER');
    const context = { ...workspace.context(file, written), enabled: classes, generated };
    return checkScript(context).filter(({ code }) => code.startsWith('superclass'));
  };
  const codes = async (wrapping: Wrapping): Promise<string[]> =>
    (await found(wrapping)).map(({ code, location }) => `${location.range.start.line + 1} ${code}`);

  const f2 = 'itk::Image< float,2 >';
  const f3 = 'itk::Image< float,3 >';
  const core = ['itk::Object', `itk::Base< ${f3}, ${f3} >`];

  it('must be wrapped with the same template arguments', async () => {
    const made = `itk::Foo< ${f3} >`;
    const wrong = { made, others: { Core: [...core, `itk::Middle< ${f2}, ${f2} >`] } };
    assert.deepEqual(await codes(wrong), ['2 superclass-not-wrapped']);
    const [one] = await found(wrong);
    assert.equal(
      one!.message,
      'No enabled .wrap file wraps itk::Middle<itk::Image<float, 3>, itk::Image<float, 3>>, the superclass of ' +
        'itk::Foo<itk::Image<float, 3>>. itk::Middle is wrapped, but only with other template arguments. ' +
        'SWIG warns “Nothing known about base class” (401), which stops the build.',
    );
    assert.deepEqual(
      one!.related.map(({ location }) => location.file),
      ['/w/Core/wrapping/itkBase.wrap'],
    );
    const right = {
      made,
      others: { Core: [...core, 'itk::Middle<itk::Image<float,3u>,itk::Image<float, 3>>'] },
    };
    assert.deepEqual(await codes(right), []);
  });

  it('may be wrapped with it, and then needs its own superclass', async () => {
    const along = { made: `itk::Foo< ${f3} >`, superclasses: [`itk::Foo< ${f3} >::Superclass`] };
    const method = 'POINTER_WITH_SUPERCLASS';
    assert.deepEqual(await codes({ ...along, method, others: { Core: core } }), []);
    const lacking = { ...along, method, others: { Core: ['itk::Object', `itk::Base< ${f2}, ${f2} >`] } };
    assert.deepEqual(await codes(lacking), ['2 superclass-not-wrapped']);
    const [one] = await found(lacking);
    assert.deepEqual(
      one!.fixes?.map(({ title }) => title),
      [
        'Wrap the superclass too: POINTER_WITH_2_SUPERCLASSES',
        'Find what would wrap itk::Base<itk::Image<float, 3>, itk::Image<float, 3>>…',
      ],
    );
  });

  it('must be in a module that this one depends on', async () => {
    const made = `itk::Foo< ${f3} >`;
    const others = { Core: [...core, `itk::Middle< ${f2}, ${f2} >`], Far: [`itk::Middle< ${f3}, ${f3} >`] };
    assert.deepEqual(await codes({ made, others }), ['2 superclass-outside-dependencies']);
  });

  it('is not reported if the headers or the ITK do not decide it', async () => {
    const made = `itk::Foo< ${f3} >`;
    const wrong = { made, others: { Core: [...core, `itk::Middle< ${f2}, ${f2} >`] } };
    assert.deepEqual(await codes({ ...wrong, itk: 'unknown' }), []);
    const traits = 'template <typename T> class Foo : public Middle<T, typename Traits<T>::Other> {};';
    assert.deepEqual(await codes({ ...wrong, headers: { Foo: traits } }), []);
    const alias = { made, others: { Core: [...core, 'itk::Middle< itk::SomeAlias, itk::SomeAlias >'] } };
    assert.deepEqual(await codes(alias), []);
  });

  it('is reported once if nothing wraps its class at all', async () => {
    assert.deepEqual(await codes({ made: `itk::Foo< ${f3} >`, others: { Core: core } }), [
      '1 superclass-not-wrapped',
    ]);
  });
});
