import type { Message } from '../../cmake/runtime/message';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import type { Script } from '../../cmake/syntax/ast';
import type { Range } from '../../shared/text-range';
import type { ToolMessage } from '../../shared/tool-message';
import type { ModuleStatus } from '../../shared/type-state';
import type { EnabledClasses } from '../evaluation/enabled-classes';
import type { TypeRecord, WrappingEvaluation } from '../evaluation/evaluation';
import type { Observation } from '../evaluation/observer';
import type { PredictedInstantiation } from '../evaluation/predicted';
import type { FileFacts } from '../index/script-facts';
import type { UnknownArgument } from '../index/uses';
import type { WorkspaceIndex } from '../index/workspace-index';
import type { Finding, Fix, Severity } from './diagnostic';

/**
 * All that is known of one kind of diagnostic. `rules/` has one file per rule, and `rules/index.ts` lists them. The same
 * mistake may be found both in the text and by an evaluation: the rule words it once, and it is reported once.
 */
export interface Rule {
  /** Lower-case words joined by hyphens; also the name of its setting and of its section in docs/diagnostics.md. */
  code: string;
  defaultSeverity: Severity;
  /** One sentence: the description of the setting, and the first sentence of the section in docs/diagnostics.md. */
  summary: string;
  /** Markdown: the sentences after the summary; empty if there is nothing to add. */
  documentation: string;
  /** Markdown: what the quick fix does; absent if there is none. */
  repair?: string;
  /** Findings have severities of their own: a weaker one stays weaker, whatever the setting says. */
  graded?: true;

  /** Which scripts `onScript` checks: `.wrap` files, `wrapping/CMakeLists.txt`, both (the default), or all scripts. */
  scripts?: 'wrap' | 'lists' | 'both' | 'all';
  /** Checks the text of a script. */
  onScript?(context: ScriptContext): Finding[];
  /** Checks what an evaluation found. */
  onEvaluation?(context: EvaluationContext): Finding[];
  /** Words a message of CMake or of ITK's macros. */
  onMessage?: MessageRule;
  /** Checks the state of the build and what its tools said. */
  onBuild?(context: BuildContext): Finding[];
  /** The fixes of what an evaluation found, which knows no texts. Those of a text check are part of the finding. */
  fix?(finding: Finding, context: ScriptContext): Fix[];

  /** One line may have several. For other rules, only the first one on a line is reported. */
  severalPerLine?: true;
  /** Codes that mean the same mistake, if found by reading; an evaluation that finds one of them is right. */
  alternatives?: readonly string[];
  /** Codes that explain this one: nothing is reported inside a command that has one of them. */
  explainedBy?: readonly string[];
  /** It is about a single argument, so it is also reported behind text that CMake cannot parse. */
  evenInBrokenText?: true;
  /** It does not need the evaluation, so it is also reported in files that CMake would not reach. */
  evenIfNotReached?: true;
}

/** What a check of the text reads. */
export interface ScriptContext {
  /** Absolute. */
  file: string;
  script: Script;
  facts: FileFacts;
  index: WorkspaceIndex;
  /** What the active build enables; null or absent if no evaluation has said so (yet). */
  enabled?: EnabledClasses | null;
  /** Headers that the include directories of the build do not have, with the number of directories searched. */
  absentHeaders?: ReadonlyMap<string, number>;
}

/** What an evaluation says of one `.wrap` file, or of everything outside of the `.wrap` files. */
export interface EvaluationContext {
  evaluation: WrappingEvaluation;
  programs: ScriptCache;
  /** The type that the `.wrap` file makes; null for what is outside. */
  record: TypeRecord | null;
  observations: readonly Observation[];
  /** The instantiations of the type, in order; empty if a quick look shows that they are right. */
  instantiations: readonly PredictedInstantiation[];
  /** Template arguments that Python will not know. */
  unknownArguments: readonly UnknownArgument[];
}

/** How a rule words a message. The first rule of the list whose pattern matches has the message. */
export interface MessageRule {
  pattern: RegExp;
  /** The modes of `message()` that count. Default: errors and warnings. */
  modes?: readonly Message['mode'][];
  /** @param match of the pattern. Its first group, if it is an argument of the command, is also the place. */
  word: (match: RegExpExecArray) => string;
  /** The first group is a name that nothing defines. */
  namesUnknown?: true;
}

/** What a check of the build reads. */
export interface BuildContext {
  /** Absolute. */
  file: string;
  facts: FileFacts;
  /** Whether there is a build whose inputs should have this file. */
  inBuild: boolean;
  /** Whether the build has the type that this file makes. */
  hasType: boolean;
  module: ModuleStatus | undefined;
  /** Files that igenerator should have written for the module and that do not exist. */
  missing: readonly string[];
  /** What the tools said in their last runs. */
  messages: readonly ToolMessage[];
  /** Where a message belongs in this file. */
  placeOf: (message: ToolMessage) => Range;
}
