/**
 * Reads the text of a CMakeCache.txt: every entry's value by name. Lines are `KEY:TYPE=VALUE`. A key with a colon is in
 * quotes, and a value that ends in blanks is in single quotes. Lines that are not entries are ignored.
 */
export function parseCMakeCache(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const rawLine of text.split('\n')) {
    const line = rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine;
    if (line === '' || line.startsWith('#') || line.startsWith('//')) continue;
    const entry = /^(?:"([^"]*)"|([^=:"]+)):([A-Z]*)=(.*)$/s.exec(line.trimStart());
    if (!entry) continue;
    const key = entry[1] ?? entry[2] ?? '';
    const value = entry[4] ?? '';
    const quoted = value.length >= 2 && value.startsWith("'") && value.endsWith("'");
    entries.set(key, quoted ? value.slice(1, -1) : value);
  }
  return entries;
}

/** Whether CMake considers a value true. An absent value is false. */
export function isOn(value: string | undefined): boolean {
  if (value === undefined) return false;
  const upper = value.toUpperCase();
  if (/^(?:1|ON|YES|TRUE|Y)$/.test(upper)) return true;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(upper) && Number(upper) !== 0;
}

/** Whether a build wraps anything for Python, by ITK's own option or that of an external module (`<M>_WRAP_PYTHON`). */
export function hasWrapping(cache: ReadonlyMap<string, string>): boolean {
  if (isOn(cache.get('ITK_WRAP_PYTHON'))) return true;
  if (cache.has('ITK_WRAP_PYTHON') || !cache.has('ITK_DIR')) return false;
  for (const [name, value] of cache) if (name.endsWith('_WRAP_PYTHON') && isOn(value)) return true;
  return false;
}
