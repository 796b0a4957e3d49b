import assert from 'node:assert/strict';
import { parseNinjaLog } from '../../../../server/src/build/generators/ninja-log';
import { secondsOfAll, typeCostsOf } from '../../../../server/src/pipeline/costs/type-costs';

describe('the costs of types', () => {
  const log = parseNinjaLog(
    [
      '# ninja log v5',
      '0\t4000\t1700000000000000000\tinputs/itkFoo.xml\ta1',
      '4000\t4010\t1700000010000000000\tinputs/itkFoo.xml\ta1',
      '4000\t6000\t1700000000000000000\tWrapping/itkFooPython.cpp\tb1',
      '6000\t15000\t1700000000000000000\tWrapping/CMakeFiles/M.dir/itkFooPython.cpp.o\tc1',
      '',
    ].join('\n'),
    '/b',
  );
  const types = [
    { name: 'itkFoo', instantiations: 4, xml: '/b/inputs/itkFoo.xml', cpp: '/b/Wrapping/itkFooPython.cpp' },
    { name: 'itkBar', instantiations: 2, xml: '/b/inputs/itkBar.xml', cpp: null },
  ];
  const costs = typeCostsOf(types, log, (file) => (file.endsWith('itkFooPython.cpp') ? 5000 : null));

  it('are those of the last full run of each stage; a run from a cache does not count', () => {
    const foo = costs.get('itkFoo')!;
    assert.deepEqual(foo.stages, { castxml: 4, swig: 2, compile: 9 });
    assert.equal(foo.cppBytes, 5000);
    assert.equal(secondsOfAll(foo), 15);
  });

  it('are unknown for what never ran', () => {
    const bar = costs.get('itkBar')!;
    assert.deepEqual(bar.stages, { castxml: null, swig: null, compile: null });
    assert.equal(secondsOfAll(bar), null);
    assert.equal(bar.cppBytes, null);
  });
});
