import assert from 'node:assert/strict';
import { inlayHints } from '../../../../server/src/lsp/features/inlay-hints';
import { evaluationOf, macroFile, macros, Workspace } from '../../../support/language';

const all = { counts: true, loopValues: true, parameterNames: true };
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

describe('inlay hints', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({ [macroFile]: macros });
  });

  it('show parameter names, counts and loop values, each by its setting', () => {
    const line = (n: number) => ({ start: { line: n, character: 0 }, end: { line: n, character: 20 } });
    const evaluation = evaluationOf({
      generatedBy: () => [
        {
          range: line(1),
          instantiations: [
            { name: 'itkFooF2', cppType: 'itk::Foo<float,2>', className: 'itk::Foo', line: 0 },
          ],
        },
      ],
      loopsOf: () => [{ range: line(0), variable: 'd', values: ['2', '3'] }],
    });
    const context = workspace.context(
      '/w/a.wrap',
      'foreach(d ${DIMS})   \n  itk_wrap_template("F${d}" "${types}")\nendforeach()',
      { evaluation },
    );
    const labels = (settings: typeof all) => inlayHints(context, whole, settings).map(({ label }) => label);
    assert.deepEqual(labels(all), ['name:', '1 ×', '= 2 3']);
    assert.deepEqual(labels({ ...all, parameterNames: false, loopValues: false }), ['1 ×']);
    assert.deepEqual(inlayHints(context, line(9), all), []);
  });
});
