import type { Diagnostic } from '../diagnostics/diagnostic';
import { enablingOptions, type OptionChange } from './enabling-options';
import type { NewLine } from './add-instantiation';
import type { Query } from './query';
import type { Meaning, WrappedInstantiation, WrappedInstantiations } from './wrapped-instantiations';

/** The answer to “why is this not wrapped?”. */
export interface WhyAnswer {
  /** What the query means in C++: `itk::MedianImageFilter< itk::Image< double, 4 > >`. */
  subject: string;
  /** The instantiations that match, if it is wrapped. */
  wrapped: readonly WrappedInstantiation[];
  /** Ways to wrap it, cheapest first. Each was evaluated. */
  changes: readonly ProvenChange[];
  /** The instantiations of the class that are closest, if it is not wrapped. */
  nearest: readonly WrappedInstantiation[];
  /** Whether a class of this name is wrapped at all. */
  isClassWrapped: boolean;
  /** Names of wrapped classes that are similar, if no class has the name. */
  similar: readonly string[];
}

/** A change that was evaluated: with it, the query is wrapped. */
export interface ProvenChange {
  options: readonly OptionChange[];
  /** The line to add to a `.wrap` file, or null. */
  line: NewLine | null;
  /** What it wraps that the query means. */
  wraps: readonly WrappedInstantiation[];
  /** How many instantiations there will be more, in all modules. */
  added: number;
  /** New diagnostics, which say what it still needs. */
  needs: readonly Diagnostic[];
}

/** A change to try. */
export interface Change {
  options: readonly OptionChange[];
  line: NewLine | null;
}

/** What an evaluation makes. */
export interface Evaluated {
  wrapped: WrappedInstantiations;
  /** The cache entries at the end, by name. */
  options: ReadonlyMap<string, string>;
  /** Errors outside of `.wrap` files. With one more than before, CMake would stop or the build would differ. */
  errors: readonly string[];
  /** The diagnostics of a type. */
  diagnosticsOf(type: string): readonly Diagnostic[];
}

/** The sources and options that the question is about. */
export interface World {
  /** Evaluates everything with a change, or as it is. Takes seconds. */
  evaluate(change: Change | null): Evaluated;
  /** The options that enable the modules whose `.wrap` files name a class. */
  modulesWith(className: string, options: ReadonlyMap<string, string>): OptionChange[];
  /** The line that would wrap an instantiation of a class, in the `.wrap` file of its type. */
  lineFor(like: WrappedInstantiation, args: readonly string[]): NewLine | null;
  similarNames(name: string, names: Iterable<string>): string[];
}

/** The instantiations of one class that an answer shows. */
const NEAREST = 5;
const MAX_ALTERNATIVES = 4;

/** Whether a query is wrapped, and if not, the smallest changes that would wrap it. Each change is evaluated. */
export function why(query: Query, world: World): WhyAnswer {
  const present = world.evaluate(null);
  const meaning = present.wrapped.meaningOf(query);
  const wrapped = present.wrapped.find(meaning);
  const isClassWrapped = meaning.classNames.length > 0;
  const name = query.type.name;
  const answer: WhyAnswer = {
    subject: subjectOf(query, meaning),
    wrapped,
    changes: wrapped.length > 0 ? [] : provenChanges(query, meaning, present, world),
    nearest: wrapped.length > 0 ? [] : present.wrapped.nearest(meaning, NEAREST),
    isClassWrapped,
    similar: [],
  };
  const found = isClassWrapped || answer.changes.length > 0;
  return found ? answer : { ...answer, similar: world.similarNames(name, present.wrapped.classNames()) };
}

function provenChanges(query: Query, meaning: Meaning, present: Evaluated, world: World): ProvenChange[] {
  const modules = meaning.classNames.length > 0 ? [] : world.modulesWith(query.type.name, present.options);
  if (meaning.classNames.length === 0 && modules.length === 0) return [];
  const enabling = enablingOptions(meaning.cppArgs ?? [], present.options);
  const proven = [
    ...(modules.length > 0 ? modules : [null])
      .slice(0, MAX_ALTERNATIVES)
      .map((module) =>
        withOptions(module === null ? enabling : [module, ...enabling], query, present, world),
      ),
    withLine(query, meaning, present, world),
  ].filter((change) => change !== null);
  return proven.sort((a, b) => a.added - b.added);
}

/** The smallest of some option changes that wraps the query. Null if not even all of them do. */
function withOptions(
  options: readonly OptionChange[],
  query: Query,
  present: Evaluated,
  world: World,
): ProvenChange | null {
  if (options.length === 0) return null;
  let best = prove({ options, line: null }, query, present, world);
  for (const option of options) {
    if (best === null || best.options.length === 1) break;
    const rest = best.options.filter((one) => one !== option);
    best = prove({ options: rest, line: null }, query, present, world) ?? best;
  }
  return best;
}

/** A line for this instantiation alone, next to the others of its class. */
function withLine(query: Query, meaning: Meaning, present: Evaluated, world: World): ProvenChange | null {
  const [like] = present.wrapped.nearest(meaning, 1);
  if (like === undefined || meaning.args === null) return null;
  // A query may name only the first arguments. The nearest instantiation then says how they determine the others.
  const args = completed(meaning.args, like.args);
  const line = world.lineFor(like, args);
  return line && prove({ options: [], line }, query, present, world);
}

/** The wanted arguments, followed by the others of an instantiation with its first argument replaced by the wanted one. */
function completed(wanted: readonly string[], like: readonly string[]): string[] {
  const rest = like.slice(wanted.length).map((argument) => {
    const same = like.indexOf(argument);
    return wanted[same] ?? argument;
  });
  return [...wanted, ...rest];
}

function prove(change: Change, query: Query, present: Evaluated, world: World): ProvenChange | null {
  const evaluated = world.evaluate(change);
  if (evaluated.errors.some((error) => !present.errors.includes(error))) return null;
  const wraps = evaluated.wrapped.find(evaluated.wrapped.meaningOf(query));
  if (wraps.length === 0) return null;
  const types = [...new Set(wraps.map(({ type }) => type))];
  const needs = types.flatMap((type) => {
    const before = new Set(present.diagnosticsOf(type).map(({ message }) => message));
    return evaluated.diagnosticsOf(type).filter(({ message }) => !before.has(message));
  });
  return { ...change, wraps, added: evaluated.wrapped.count - present.wrapped.count, needs };
}

function subjectOf({ type, isPartial }: Query, { classNames, cppArgs }: Meaning): string {
  const name = classNames[0] ?? type.name;
  if (cppArgs === null) return name;
  return `${name}< ${cppArgs.join(', ')}${isPartial ? ', …' : ''} >`;
}
