import assert from 'node:assert/strict';
import {
  compileTemplate,
  macroEnvironment,
  substituteMacro,
  TemplateError,
} from '../../../../server/src/cmake/ir/template';

describe('the template of an argument', () => {
  it('is a constant without references, with escapes undone', () => {
    assert.equal(compileTemplate('a\\tb\\"c\\;d', null).template, 'a\tb"c\\;d');
  });

  it('contains nested references', () => {
    assert.deepEqual(compileTemplate('x${a_${b}}y', null).template, [
      'x',
      { domain: 'normal', name: ['a_', { domain: 'normal', name: 'b' }] },
      'y',
    ]);
  });

  it('reports errors in the words of CMake', () => {
    const error = (text: string): string => {
      try {
        compileTemplate(text, null);
      } catch (thrown) {
        if (thrown instanceof TemplateError) return thrown.message;
      }
      return '';
    };
    assert.equal(error('${a'), 'There is an unterminated variable reference.');
    assert.equal(error('${a<b}'), "Invalid character ('<') in a variable name: 'a'");
    assert.equal(error('\\q'), "Invalid character escape '\\q'.");
  });

  it('substitutes the arguments of a macro one after the other', () => {
    const environment = macroEnvironment(['a', 'b'], ['${b}', 'two', 'three']);
    assert.equal(
      substituteMacro('${a} ${b} ${ARGC} ${ARGN} ${ARGV2} ${ARGV7}', environment),
      'two two 3 three three ${ARGV7}',
    );
  });

  it('shows where a macro argument would change the text around it', () => {
    assert.equal(compileTemplate('\\${a}', ['a']).fragile, true);
    assert.equal(compileTemplate('x${a}', ['a']).fragile, false);
    assert.equal(compileTemplate('${x_${a}}', ['a']).inNames.length, 1);
  });
});
