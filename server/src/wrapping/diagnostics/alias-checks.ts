import type { Draft } from './cmake-messages';
import type { PredictedInstantiation } from '../evaluation/predicted';

/** A template argument that is missing: `itk::Image< ,3 >`. */
export const HOLE = /[<,]\s*[,>]/;
const USING = 'using ';

/** Whether a look at the aliases one by one, which takes longer, may show a mistake. */
export function mayBeWrong(aliases: string): boolean {
  if (HOLE.test(aliases) || aliases.includes('typedef')) return true;
  const names = new Set<string>();
  for (let at = aliases.indexOf(USING); at >= 0; at = aliases.indexOf(USING, at)) {
    const begin = at + USING.length;
    at = aliases.indexOf('=', begin);
    if (at < 0) return true;
    const name = aliases.slice(begin, at);
    if (names.has(name)) return true;
    names.add(name);
  }
  return false;
}

/** Template arguments that are empty, and aliases that are made twice: for different types, or for the same. */
export function checkAliases(instantiations: readonly PredictedInstantiation[]): Draft[] {
  const drafts: Draft[] = [];
  const first = new Map<string, PredictedInstantiation>();
  const marked = new Set<string>();
  const mark = (instantiation: PredictedInstantiation, draft: Omit<Draft, 'location'>): void => {
    const { location } = instantiation.origin!;
    const key = `${draft.code} ${location.range.start.line}`;
    if (!marked.has(key)) drafts.push({ location, ...draft });
    marked.add(key);
  };
  for (const instantiation of instantiations) {
    const { name, cppType, origin } = instantiation;
    const other = first.get(name);
    if (other === undefined) first.set(name, instantiation);
    if (origin === null) continue;
    if (HOLE.test(cppType))
      mark(instantiation, {
        code: 'empty-template-argument',
        message: `A template argument is empty: ${cppType}.`,
        related: [],
      });
    if (other === undefined) continue;
    const related =
      other.origin === null ? [] : [{ message: 'wrapped here first', location: other.origin.location }];
    if (spaceless(other.cppType) === spaceless(cppType))
      mark(instantiation, { code: 'wrapped-twice', message: wrappedTwice(cppType), related });
    else
      mark(instantiation, {
        code: 'duplicate-mangle',
        message: `${name} is wrapped twice, for ${other.cppType} and for ${cppType}: castxml stops with “type alias redefinition with different types”.`,
        related,
      });
  }
  return drafts;
}

/** What wrapping the same instantiation twice leads to. */
export const wrappedTwice = (what: string): string =>
  `${what} is wrapped twice. castxml accepts that, but Python then defines the template twice and warns “template already defined” when it is imported.`;

const spaceless = (cppType: string): string => cppType.replace(/\s+/g, '');
