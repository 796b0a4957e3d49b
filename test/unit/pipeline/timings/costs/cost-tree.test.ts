import assert from 'node:assert/strict';
import { costTreeOf, type MeasuredType } from '../../../../../server/src/pipeline/timings/costs/cost-tree';

describe('the tree of costs', () => {
  const type = (n: number): MeasuredType => ({
    name: `itkT${n}`,
    wrap: null,
    stages: { castxml: 4 + (1 + (n % 9)), swig: null, compile: null },
    cppBytes: null,
    objectBytes: null,
    peakBytes: null,
    uses: [{ line: 3, text: 'itk_wrap_template()', instantiations: 1 + (n % 9) }],
  });

  it('keeps the fixed part apart from the lines if the types support it, and loses nothing', () => {
    const types = Array.from({ length: 40 }, (_, n) => type(n));
    const { modules, sharing } = costTreeOf([{ name: 'M', whole: [], libraryBytes: null, types }]);
    assert.equal(sharing.castxml.kind, 'fixed-and-each');
    for (const { costs, lines } of modules[0]!.types) {
      const [fixed] = lines.filter(({ line }) => line === null);
      assert.ok(Math.abs(fixed!.costs.seconds - 4) < 0.01);
      const sum = lines.reduce((seconds, line) => seconds + line.costs.seconds, 0);
      assert.ok(Math.abs(sum - costs.seconds) < 1e-9);
    }
  });

  it('knows nothing of what was not measured', () => {
    const { modules } = costTreeOf([{ name: 'M', whole: [], libraryBytes: 7, types: [type(0)] }]);
    const [module] = modules;
    assert.deepEqual(
      [module!.costs.cppBytes, module!.costs.peakBytes, module!.costs.libraryBytes],
      [null, null, 7],
    );
    assert.equal(module!.types[0]!.costs.libraryBytes, null);
  });
});
