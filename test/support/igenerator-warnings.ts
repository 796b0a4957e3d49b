/** What igenerator.py calls not wrapped, by the alias of a class, the C++ type, and the methods that use it. */
export type UnwrappedTypes = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/**
 * Reads warning 4 from what `igenerator.py -v` prints: each one, behind the class and the method that it is about. It does not
 * announce constructors, so their warnings count for the method before, or for none.
 */
export function unwrappedTypesIn(log: string): UnwrappedTypes {
  const found = new Map<string, Map<string, Set<string>>>();
  let alias = '';
  let method = '';
  for (const line of log.split('\n')) {
    if (line.startsWith('info: ')) [alias, method] = ['', ''];
    const begin = /^info: Generating interface for (?:method {2}'(\w+)::(.+)'|(\w+))\.$/.exec(line);
    if (begin) [alias, method] = [begin[1] ?? begin[3] ?? '', begin[2] ?? ''];
    const text = /^warning\(4\): ITK type not wrapped, or currently not known: (.+)$/.exec(line)?.[1];
    if (text === undefined || alias === '') continue;
    const types = found.get(alias) ?? new Map<string, Set<string>>();
    types.set(text, (types.get(text) ?? new Set()).add(method));
    found.set(alias, types);
  }
  return found;
}
