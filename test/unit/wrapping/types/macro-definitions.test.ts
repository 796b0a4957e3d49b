import assert from 'node:assert/strict';
import { expandMacros, macroDefinitions } from '../../../../server/src/wrapping/types/macro-definitions';

const HEADER = `
#ifndef itkMacro_h
#define itkMacro_h
#define ITK_DETAIL_Get(virtualKeyword, name, type) \\
  virtualKeyword const type & Get##name() const    \\
  {                                                \\
    itkDebugMacro("returning " #name);             \\
    return this->m_##name;                         \\
  }
#define itkGet(name, type) ITK_DETAIL_Get(virtual, name, type)
#ifdef ITK_LEGACY_REMOVE
#  define itkLegacy(method) /* nothing */
#else
#  define itkLegacy(method) method
#endif
#define itkAny(...) __VA_ARGS__
#define ITK_PLAIN 3
#endif
`;

describe('macroDefinitions', () => {
  const macros = macroDefinitions([HEADER]);

  it('reads macros with arguments, and does not decide between several definitions', () => {
    assert.deepEqual([...macros.keys()], ['ITK_DETAIL_Get', 'itkGet', 'itkLegacy', 'itkAny']);
    assert.deepEqual(macros.get('itkGet'), {
      parameters: ['name', 'type'],
      replacement: 'ITK_DETAIL_Get(virtual, name, type)',
    });
    assert.equal(macros.get('itkLegacy'), null);
    assert.equal(macros.get('itkAny'), null);
  });

  it('decides if two headers define a macro in the same way', () => {
    assert.deepEqual(macroDefinitions([HEADER, HEADER]).get('itkGet'), macros.get('itkGet'));
  });
});

describe('expandMacros', () => {
  const macros = macroDefinitions([HEADER]);
  const expanded = (text: string): string => expandMacros(text, macros).replace(/\s+/g, ' ').trim();

  it('replaces calls, joins words and makes strings', () => {
    const once = expanded('itkGet(Radius, std::pair<int COMMA int>);');
    assert.equal(once, 'ITK_DETAIL_Get(virtual, Radius, std::pair<int COMMA int>) ;');
    assert.equal(
      expanded(once),
      'virtual const std::pair<int COMMA int> & GetRadius() const { itkDebugMacro("returning " ""); return this->m_Radius; } ;',
    );
  });

  it('leaves calls with another number of arguments, that do not end, or whose macro is not decided', () => {
    for (const text of ['itkGet(A)', 'itkGet(A, B, C)', 'itkGet(A, B', 'itkLegacy(void F())', 'other(A)'])
      assert.equal(expanded(text), text);
    assert.equal(expanded('itkGet(A, T<f(1, 2)>)'), 'ITK_DETAIL_Get(virtual, A, T<f(1, 2)>)');
  });
});
