import type { PredictedType } from '../evaluation/prediction-types';
import { normalized } from '../index/type-names';
import { pythonSpelling } from './python-types';
import { parseQuery } from './query';
import { type WrappedInstantiation, WrappedInstantiations } from './wrapped-instantiations';

/** A type with its instantiations, as an evaluation tells them. */
export type SearchedType = Pick<PredictedType, 'name' | 'module' | 'instantiations'>;

/** Finds instantiations as somebody types: by parts of their names, or by a whole expression. */
export class InstantiationSearch {
  private readonly wrapped: WrappedInstantiations;
  /** Those with shorter names first, each with the text in which words are looked for. */
  private readonly entries: { found: WrappedInstantiation; text: string }[] = [];

  constructor(types: readonly SearchedType[]) {
    this.wrapped = new WrappedInstantiations(types);
    for (const className of this.wrapped.classNames())
      for (const found of this.wrapped.ofClass(className)) {
        const { name, cppType } = found;
        const text = `${name}\n${normalized(cppType)}\n${normalized(pythonSpelling(cppType))}`.toLowerCase();
        this.entries.push({ found, text });
      }
    this.entries.sort(
      ({ found: { name: a } }, { found: { name: b } }) => a.length - b.length || (a < b ? -1 : 1),
    );
  }

  get count(): number {
    return this.entries.length;
  }

  /**
   * The instantiations that a text means if it is a whole expression, a C++ type or an alias. Else those with all its words in
   * their aliases, C++ types or Python expressions; shorter names first.
   */
  find(text: string, limit: number): WrappedInstantiation[] {
    const exact = this.exact(text);
    return (exact.length > 0 ? exact : this.withWords(text)).slice(0, limit);
  }

  private exact(text: string): WrappedInstantiation[] {
    const query = parseQuery(text);
    if (query === null || (query.type.args === null && this.wrapped.named(query.type.name) === null))
      return [];
    return this.wrapped.find(this.wrapped.meaningOf(query));
  }

  private withWords(text: string): WrappedInstantiation[] {
    const words = text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    return this.entries
      .filter((entry) => words.every((word) => entry.text.includes(word)))
      .map(({ found }) => found);
  }
}
