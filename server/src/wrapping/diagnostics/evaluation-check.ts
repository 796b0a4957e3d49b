import { fromByteString, toByteString } from '../../cmake/values/byte-string';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import type { WrappingEvaluation } from '../evaluation/evaluation';
import type { TypeRecord } from '../evaluation/evaluation-records';
import type { PredictedInstantiation, PredictedType } from '../evaluation/prediction-types';
import { EMPTY_ARGUMENT } from '../index/type-names';
import type { Rewrapping, UnknownArgument } from '../index/unknown-arguments';
import { type Found, ofMessages } from './cmake-messages';
import { isConsequence, isCutShort, withoutExplained } from './consequences';
import { invalidLists } from './findings/invalid-lists';
import { type Diagnostic, diagnosticOf, type Option } from './diagnostic';
import type { EvaluationContext, Rule } from './rule';
import { rules } from './rules';

/** What the checks of an evaluation read. */
export interface EvaluationSources {
  evaluation: WrappingEvaluation;
  programs: ScriptCache;
  describe: (name: string) => PredictedType | null;
  /** The template arguments of a type that Python will not know. Called only for types that were evaluated to their ends. */
  unknownArguments: (name: string) => readonly UnknownArgument[];
  /** The instantiations of a type that another type wraps already. */
  rewrapped: (name: string) => readonly Rewrapping[];
  /** The options of the build that a text names. */
  optionsNamed: (text: string) => readonly Option[];
}

/**
 * The diagnostics of an evaluation for the `.wrap` file of one type. If CMake would stop, that is reported once, without its
 * consequences. See docs/diagnostics.md.
 */
export function checkType(
  sources: EvaluationSources,
  name: string,
  all: readonly Rule[] = rules,
): Diagnostic[] {
  const { evaluation, programs } = sources;
  const record = evaluation.types.get(toByteString(name));
  if (record === undefined) return [];
  const context = new TypeContext(sources, record);
  const isReached = !record.afterStop && invalidLists(sources.optionsNamed).length === 0;
  const messages = isReached ? ofMessages(record.messages, all) : [];
  const checked = !isReached ? all.filter(({ evenIfNotReached }) => evenIfNotReached) : all;
  const found = [...messages, ...checked.flatMap((rule) => check(rule, context))];
  return withoutExplained(found)
    .filter((one) => one.rule.evenIfNotReached || !isConsequence(one, record, evaluation, programs))
    .map(({ rule, finding }) => diagnosticOf(rule, finding, name));
}

/** The diagnostics of an evaluation outside of the `.wrap` files. */
export function checkOutside(sources: EvaluationSources, all: readonly Rule[] = rules): Diagnostic[] {
  const { evaluation, programs, optionsNamed } = sources;
  const { messages, stopAt, observations } = evaluation;
  const context: EvaluationContext = {
    evaluation,
    programs,
    record: null,
    observations,
    instantiations: [],
    unknownArguments: [],
    rewrapped: [],
    optionsNamed,
  };
  const reached = messages.slice(0, stopAt ?? messages.length);
  const found = [...ofMessages(reached, all, optionsNamed), ...all.flatMap((rule) => check(rule, context))];
  return found.map(({ rule, finding }) => diagnosticOf(rule, finding));
}

const check = (rule: Rule, context: EvaluationContext): Found[] =>
  (rule.onEvaluation?.(context) ?? []).map((finding) => ({ rule, finding }));

/** Computes expensive values once, when a rule first asks for them. */
class TypeContext implements EvaluationContext {
  readonly evaluation: WrappingEvaluation;
  readonly programs: ScriptCache;
  private made: readonly PredictedInstantiation[] | null = null;
  private unknown: readonly UnknownArgument[] | null = null;

  constructor(
    private readonly sources: EvaluationSources,
    readonly record: TypeRecord,
  ) {
    this.evaluation = sources.evaluation;
    this.programs = sources.programs;
  }

  get optionsNamed(): EvaluationContext['optionsNamed'] {
    return this.sources.optionsNamed;
  }

  get observations(): EvaluationContext['observations'] {
    return this.record.observer.observations;
  }

  get instantiations(): readonly PredictedInstantiation[] {
    return (this.made ??= mayBeWrong(this.record.aliases)
      ? (this.sources.describe(fromByteString(this.record.name))?.instantiations ?? [])
      : []);
  }

  get unknownArguments(): readonly UnknownArgument[] {
    return (this.unknown ??= isCutShort(this.record, this.programs)
      ? []
      : this.sources.unknownArguments(fromByteString(this.record.name)));
  }

  get rewrapped(): readonly Rewrapping[] {
    return this.sources.rewrapped(fromByteString(this.record.name));
  }
}

/** A quick check whether a full look at the aliases, which takes longer, may find a mistake. */
function mayBeWrong(aliases: string): boolean {
  if (EMPTY_ARGUMENT.test(aliases) || aliases.includes('typedef')) return true;
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

const USING = 'using ';
