import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../../server/src/wrapping/diagnostics/diagnostic';
import { withoutRepetition } from '../../../../server/src/wrapping/diagnostics/same-mistake';

describe('the same mistake in the text and in an evaluation', () => {
  const at = (code: string, line: number, message: string): Diagnostic => ({
    code,
    message,
    severity: 'error',
    location: {
      file: '/w/CMakeLists.txt',
      range: { start: { line, character: 0 }, end: { line, character: 9 } },
    },
    related: [],
    type: null,
  });
  const lines = (...found: Diagnostic[]): number[] =>
    withoutRepetition(found).map(({ location }) => location.range.start.line);

  it('is reported once, at its cause, if the evaluation reports it where the order is read', () => {
    const inText = at('type-without-file', 2, 'The order lists itkA. Did you mean itkB?');
    assert.deepEqual(lines(inText, at('type-without-file', 4, 'The order lists itkA.')), [2]);
    assert.deepEqual(lines(inText, at('type-without-file', 4, 'The order lists itkC.')), [2, 4]);
  });

  it('is reported again in another line if each line needs a repair', () => {
    const unknown = 'Nothing sets WRAP_X.';
    assert.deepEqual(lines(at('unknown-variable', 2, unknown), at('unknown-variable', 4, unknown)), [2, 4]);
  });

  it('is not repeated as a message of igenerator’s last run', () => {
    const ours = (family: string): Diagnostic => ({
      ...at('method-type-not-wrapped', 2, 'No …'),
      data: { family },
    });
    const said = (type: string): Diagnostic =>
      at(
        'igenerator',
        1,
        `igenerator, last run: warning(4): ITK type not wrapped, or currently not known: ${type}`,
      );
    assert.deepEqual(lines(ours('itk::Foo'), said('itk::Foo<itk::Image<float, 2>>')), [2]);
    assert.deepEqual(lines(ours('itk::Foo'), said('itk::FooBar<int>')), [2, 1]);
    const pointer = 'itk::SmartPointer<itk::Foo';
    assert.deepEqual(lines(ours(pointer), said('itk::SmartPointer< const itk::Foo<int> >')), [2]);
    assert.deepEqual(lines(ours(pointer), said('itk::SmartPointer<itk::Bar>'), said('itk::Foo')), [2, 1, 1]);
    assert.deepEqual(lines(ours('itk::Foo'), at('igenerator', 1, 'Traceback')), [2, 1]);
  });
});
