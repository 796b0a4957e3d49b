/** Whether a value is one of CMake's words for true. */
export function isOn(value: string): boolean {
  return value === '1' || (value.length <= 4 && /^(on|y|yes|true)$/i.test(value));
}

/** Whether a value is one of CMake's words for false, including the empty text. */
export function isOff(value: string): boolean {
  if (value === '' || value === '0') return true;
  if (value === 'NOTFOUND' || value.endsWith('-NOTFOUND')) return true;
  return value.length <= 6 && /^(off|n|no|false|ignore)$/i.test(value);
}

const NUMBER = /^\s*[+-]?(0[xX][0-9a-fA-F]+|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)/;

/** Whether the whole text is a number as `sscanf("%lg")` reads it. */
export function isNumber(value: string): boolean {
  // Most values begin with a letter, and no number does.
  if (value.charCodeAt(0) > 0x39 /* 9 */) return false;
  return NUMBER.exec(value)?.[0].length === value.length;
}

/** The number at the start of a text, as `sscanf("%lg")` reads it, or null if there is none. */
export function leadingNumber(value: string): number | null {
  const text = NUMBER.exec(value)?.[0].trim();
  if (text === undefined) return null;
  const negative = text.startsWith('-');
  const magnitude = Number(text.replace(/^[+-]/, ''));
  return negative ? -magnitude : magnitude;
}

/** Whether a value is true in `if(variable)`. */
export function isTrue(value: string): boolean {
  return isOn(value) || (!isOff(value) && (!isNumber(value) || Number(value) !== 0));
}
