/** CMake's lists: strings with `;` between the elements. */

/**
 * Splits a list as CMake expands an unquoted argument: at each `;` that is not escaped and not inside `[]`.
 * `\;` gives a plain `;`. Empty elements are dropped unless `keepEmpty`.
 */
export function splitList(value: string, keepEmpty = false): string[] {
  if (value === '') return keepEmpty ? [''] : [];
  if (!value.includes(';')) return [value];
  if (!value.includes('[') && !value.includes(']') && !value.includes('\\')) {
    const parts = value.split(';');
    return keepEmpty ? parts : parts.filter((part) => part !== '');
  }
  const parts: string[] = [];
  let current = '';
  let last = 0;
  let nesting = 0;
  for (let i = 0; i < value.length; i++) {
    switch (value.charCodeAt(i)) {
      case 0x5c: // backslash
        if (value[i + 1] === ';') {
          current += value.slice(last, i);
          last = i + 1;
          i++;
        }
        break;
      case 0x5b: // [
        nesting++;
        break;
      case 0x5d: // ]
        nesting--;
        break;
      case 0x3b: // ;
        if (nesting === 0) {
          current += value.slice(last, i);
          last = i + 1;
          if (current !== '' || keepEmpty) parts.push(current);
          current = '';
        }
        break;
    }
  }
  current += value.slice(last);
  if (current !== '' || keepEmpty) parts.push(current);
  return parts;
}

/** The elements that the `list()` command works on: empty elements count, an empty list has none. */
export function listElements(value: string): string[] {
  return value === '' ? [] : splitList(value, true);
}
