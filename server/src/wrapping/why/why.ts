import { templateArguments } from '../../build/inputs/castxml-cxx';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { enablingOptions, type OptionChange } from './enabling-options';
import type { NewLine } from './add-instantiation';
import type { MissingPart } from './missing-parts';
import type { Query } from './query';
import type { UnwrappedClassFile } from './unwrapped-class';
import { comparable } from './wrapped-instantiations';
import type { Meaning, WrappedInstantiation, WrappedInstantiations } from './wrapped-instantiations';

/** The answer to “why is this not wrapped?”. */
export interface WhyAnswer {
  /** What the query means in C++: `itk::MedianImageFilter< itk::Image< double, 4 > >`. */
  subject: string;
  /** The instantiations that match, if it is wrapped. */
  wrapped: readonly WrappedInstantiation[];
  /** Ways to wrap it. Those that need nothing more come first, then the cheapest. Each was evaluated. */
  changes: readonly ProvenChange[];
  /** The instantiations of the class that are closest, if it is not wrapped. */
  nearest: readonly WrappedInstantiation[];
  /** Whether a class of this name is wrapped at all. */
  isClassWrapped: boolean;
  /** The header that declares it, if nothing wraps a class of this name. */
  unwrapped: UnwrappedClassFile | null;
  /** Where `itk` defines it in Python. Nothing needs to wrap it then. */
  python: Place | null;
  /** Names of wrapped classes that are similar, if nothing else has the name. */
  similar: readonly string[];
}

/** A line of a file, from 0. */
export interface Place {
  file: string;
  line: number;
}

/** A change to try. */
export interface Change {
  options: readonly OptionChange[];
  /** The lines to add to `.wrap` files. */
  lines: readonly NewLine[];
}

/** A change that was evaluated: with it, the query is wrapped. */
export interface ProvenChange extends Change {
  /** What it wraps that the query means. */
  wraps: readonly WrappedInstantiation[];
  /** How many instantiations there will be more, in all modules. */
  added: number;
  /** New diagnostics, which say what it still needs. */
  needs: readonly Diagnostic[];
  /** The superclasses and arguments that would still not be wrapped. */
  missing: readonly MissingPart[];
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
  /** What some of the types need and nothing wraps. */
  missingFor(cppTypes: readonly string[]): readonly MissingPart[];
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
  unwrappedClass(name: string): UnwrappedClassFile | null;
  pythonFunction(name: string): Place | null;
}

/** The instantiations of one class that an answer shows. */
const NEAREST = 5;
const MAX_ALTERNATIVES = 4;
/** Nobody adds more lines than this by hand. */
const MAX_LINES = 20;

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
    unwrapped: null,
    python: null,
    similar: [],
  };
  if (isClassWrapped || answer.changes.length > 0) return answer;
  const python = world.pythonFunction(name);
  if (python !== null) return { ...answer, python };
  const unwrapped = world.unwrappedClass(name);
  if (unwrapped !== null) return { ...answer, unwrapped };
  return { ...answer, similar: world.similarNames(name, present.wrapped.classNames()) };
}

function provenChanges(query: Query, meaning: Meaning, present: Evaluated, world: World): ProvenChange[] {
  const modules = meaning.classNames.length > 0 ? [] : world.modulesWith(query.type.name, present.options);
  if (meaning.classNames.length === 0 && modules.length === 0) return [];
  const enabling = enablingOptions(meaning.cppArgs ?? [], present.options);
  const byOptions = (modules.length > 0 ? modules : [null])
    .slice(0, MAX_ALTERNATIVES)
    .map((module) => withOptions(module === null ? enabling : [module, ...enabling], query, present, world));
  const proven = [...byOptions, withLines(query, meaning, present, world)].filter(
    (change) => change !== null,
  );
  return proven.sort((a, b) => Number(isIncomplete(a)) - Number(isIncomplete(b)) || a.added - b.added);
}

const isIncomplete = ({ needs, missing }: ProvenChange): boolean => needs.length + missing.length > 0;

/** The smallest of some option changes that wraps the query. Null if not even all of them do. */
function withOptions(
  options: readonly OptionChange[],
  query: Query,
  present: Evaluated,
  world: World,
): ProvenChange | null {
  if (options.length === 0) return null;
  let best = prove({ options, lines: [] }, query, present, world);
  for (const option of options) {
    if (best === null || best.options.length === 1) break;
    const rest = best.options.filter((one) => one !== option);
    best = prove({ options: rest, lines: [] }, query, present, world) ?? best;
  }
  return best;
}

/** A line for this instantiation alone, next to the others of its class, and lines for whatever it needs that is not wrapped. */
function withLines(query: Query, meaning: Meaning, present: Evaluated, world: World): ProvenChange | null {
  const [like] = present.wrapped.nearest(meaning, 1);
  if (like === undefined || meaning.cppArgs === null) return null;
  // A query may name only the first arguments. The nearest instantiation then says how they determine the others.
  const line = world.lineFor(like, completed(meaning.cppArgs, templateArguments(like.cppType)));
  let best = line && prove({ options: [], lines: [line] }, query, present, world);
  const tried = new Set<string>();
  while (best !== null) {
    const more = best.missing.flatMap((part) => {
      if (tried.has(part.cppType)) return [];
      tried.add(part.cppType);
      return lineForPart(part, present, world) ?? [];
    });
    if (more.length === 0 || best.lines.length + more.length > MAX_LINES) break;
    const better = prove({ options: [], lines: [...best.lines, ...more] }, query, present, world);
    if (better === null) break;
    best = better;
  }
  return best;
}

function lineForPart({ className, args }: MissingPart, present: Evaluated, world: World): NewLine | null {
  const meaning = { classNames: [className], args: args.map(comparable), cppArgs: args };
  const [like] = present.wrapped.nearest(meaning, 1);
  return like === undefined ? null : world.lineFor(like, args);
}

/** The wanted arguments, followed by the others of an instantiation with its first argument replaced by the wanted one. */
function completed(wanted: readonly string[], like: readonly string[]): string[] {
  const spelled = like.map(comparable);
  const rest = like.slice(wanted.length).map((argument) => {
    const same = spelled.indexOf(comparable(argument));
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
  const missing = evaluated.missingFor(wraps.map(({ cppType }) => cppType));
  return { ...change, wraps, added: evaluated.wrapped.count - present.wrapped.count, needs, missing };
}

function subjectOf({ type, isPartial }: Query, { classNames, cppArgs }: Meaning): string {
  const name = classNames[0] ?? type.name;
  if (cppArgs === null) return name;
  return `${name}< ${cppArgs.join(', ')}${isPartial ? ', …' : ''} >`;
}
