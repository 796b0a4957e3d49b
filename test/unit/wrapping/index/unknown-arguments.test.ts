import assert from 'node:assert/strict';
import type {
  PredictedModule,
  PredictedType,
} from '../../../../server/src/wrapping/evaluation/prediction-types';
import { UseChecker } from '../../../../server/src/wrapping/index/unknown-arguments';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } };

/** A type, given as `<module>.<name>`, that wraps these C++ types. */
function type(id: string, cppTypes: string[]): PredictedType {
  const [module, name] = id.split('.') as [string, string];
  const wrap = `/w/${module}/wrapping/${name}.wrap`;
  return {
    name,
    module,
    wrap,
    includes: [],
    instantiations: cppTypes.map((cppType, n) => ({
      name: `${name}${n}`,
      cppType,
      className: cppType.replace(/<.*>/, '').trim(),
      origin: { location: { file: wrap, range }, loops: [] },
    })),
    cxx: null,
    swigInterface: null,
  };
}

describe('types in template arguments', () => {
  /** The findings for the last type. The modules are in order, each with its dependencies in `needs`. */
  function check(types: PredictedType[], needs: Record<string, string[]> = {}): string[] {
    const names = [...new Set(types.map(({ module }) => module))];
    const modules: PredictedModule[] = names.map((name) => ({
      name,
      dir: `/w/${name}/wrapping`,
      types: types.filter(({ module }) => module === name).map((one) => one.name),
      dependencies: needs[name] ?? [],
    }));
    const checker = new UseChecker(modules, (name) => types.find((one) => one.name === name) ?? null);
    return types.flatMap((one) =>
      checker
        .unknownArguments(one)
        .map(({ reason, wrappedBy }) => `${one.name} ${reason} ${wrappedBy?.type ?? '-'}`),
    );
  }
  const image = 'itk::Image< float,2 >';
  const filter = 'itk::Filter< itk::Image< float, 2 >, double >';

  it('are correct if an earlier type, the same one, or a dependency wraps them', () => {
    assert.deepEqual(check([type('M.a', [image]), type('M.b', [filter])]), []);
    assert.deepEqual(check([type('M.a', [image, filter])]), []);
    assert.deepEqual(
      check([type('N.a', [image]), type('L.x', []), type('M.b', [filter])], { M: ['L'], L: ['N'] }),
      [],
    );
  });

  it('are reported if nothing, a later type, or a module that is not a dependency wraps them', () => {
    assert.deepEqual(check([type('M.b', [filter])]), ['b not-wrapped -']);
    assert.deepEqual(check([type('M.b', [filter]), type('M.z', [image])]), ['b wrapped-later z']);
    assert.deepEqual(check([type('N.a', [image]), type('M.b', [filter])]), ['b outside-dependencies a']);
  });

  it('may omit arguments with defaults, and may be smart pointers', () => {
    const metric = type('M.a', ['itk::Metric< itk::X, itk::X, double >', 'itk::Image< float,2 >::Pointer']);
    const uses = type('M.b', [
      'itk::Use< itk::Metric< itk::X, itk::X > >',
      'itk::Use< itk::SmartPointer< itk::Image< float,2 > > >',
    ]);
    assert.deepEqual(check([metric, uses]), []);
  });

  it('are not looked up if they are numbers or C++’s own types', () => {
    assert.deepEqual(
      check([type('M.b', ['itk::Use< std::vector< float >, 3, true, itk::SizeValueType >'])]),
      [],
    );
  });
});
