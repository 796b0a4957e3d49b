import type { Message } from '../../cmake/runtime/message';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import type { Script } from '../../cmake/syntax/ast';
import type { Range } from '../../shared/text-range';
import type { ToolMessage } from '../../shared/tool-message';
import type { ModuleStatus } from '../../shared/type-state';
import type { EnabledClasses } from '../evaluation/enabled-classes';
import type { WrappingEvaluation } from '../evaluation/evaluation';
import type { TypeRecord } from '../evaluation/evaluation-records';
import type { Observation } from '../evaluation/observing/observer';
import type { PredictedInstantiation } from '../evaluation/prediction-types';
import type { FileFacts } from '../index/script-facts';
import type { Rewrapping, UnknownArgument } from '../index/unknown-arguments';
import type { WorkspaceIndex } from '../index/workspace-index';
import type { Diagnostic, Finding, Fix, Option, Severity } from './diagnostic';

/**
 * Everything about one kind of diagnostic. `rules/` has one file per rule, and `rules/index.ts` lists them. A mistake that
 * both the text and an evaluation show has a single wording, and is reported once.
 */
export interface Rule {
  /** Lower-case words joined by hyphens. Also the name of its setting and of its section in docs/diagnostics.md. */
  code: string;
  defaultSeverity: Severity;
  /** One sentence: the description of the setting, and the first sentence of the section in docs/diagnostics.md. */
  summary: string;
  /** Markdown: the sentences after the summary. Empty if there are none. */
  documentation: string;
  /** Markdown: what the quick fix does. Absent if there is none. */
  repair?: string;
  /** The findings have their own severities. A setting may lower them, but never raises them. */
  graded?: true;

  /** The scripts that `onScript` checks: `.wrap` files, `wrapping/CMakeLists.txt`, both (the default), or all scripts. */
  scripts?: 'wrap' | 'lists' | 'both' | 'all';
  /** Checks the text of a script. */
  onScript?(context: ScriptContext): Finding[];
  /** Checks the results of an evaluation. */
  onEvaluation?(context: EvaluationContext): Finding[];
  /** Words a message of CMake or of ITK's macros. */
  onMessage?: MessageRule;
  /** Checks the state of the build and the messages of its tools. */
  onBuild?(context: BuildContext): Finding[];
  /** The fixes for a finding of an evaluation, which has no texts. A finding in the text has its own fixes. */
  fix?(finding: Finding, context: ScriptContext): Fix[];

  /** A line may have several findings. For other rules, only the first one on a line is reported. */
  severalPerLine?: true;
  /** The same message is the same mistake anywhere in a file. The text shows it at its cause, and CMake at the consequence. */
  oncePerFile?: true;
  /** Codes that stand for the same mistake in the text. If an evaluation finds one of them, that one is right. */
  alternatives?: readonly string[];
  /** Whether another diagnostic of the same file says the same and more. This one is then not reported. */
  isSaidBy?(one: Diagnostic, other: Diagnostic): boolean;
  /** Codes that explain this one. It is not reported inside a command that has one of them. */
  explainedBy?: readonly string[];
  /** It is about a single argument, so it is also reported after text that CMake cannot parse. */
  evenInBrokenText?: true;
  /** It does not depend on the evaluation, so it is also reported in files that CMake would not reach. */
  evenIfNotReached?: true;
}

/** The input of a check of the text. */
export interface ScriptContext {
  /** An absolute path. */
  file: string;
  script: Script;
  facts: FileFacts;
  index: WorkspaceIndex;
  /** What the active build enables. Null or absent if there is no evaluation yet. */
  enabled?: EnabledClasses | null;
  /** What each command generates with the options of the build. Null or absent if it was not evaluated. */
  generated?: readonly GeneratedCommand[] | null;
  /** The headers that the generated C++ includes with the options of the build. Null or absent if that is not known. */
  includes?: readonly string[] | null;
  /** Headers that are missing from the include directories of the build, with the number of directories searched. */
  absentHeaders?: ReadonlyMap<string, number>;
}

/** A command of a `.wrap` file with the instantiations that it makes. */
export interface GeneratedCommand {
  range: Range;
  instantiations: readonly Pick<PredictedInstantiation, 'name' | 'cppType' | 'className'>[];
  /** The superclasses that are wrapped with them, such as `itk::Foo< int >::Superclass`. */
  superclasses?: readonly string[];
}

/** The results of an evaluation for one `.wrap` file, or for everything outside of the `.wrap` files. */
export interface EvaluationContext {
  evaluation: WrappingEvaluation;
  programs: ScriptCache;
  /** The type of the `.wrap` file, or null outside of `.wrap` files. */
  record: TypeRecord | null;
  observations: readonly Observation[];
  /** The instantiations of the type, in order. Empty if a quick check shows that they are correct. */
  instantiations: readonly PredictedInstantiation[];
  /** Template arguments that Python will not know. */
  unknownArguments: readonly UnknownArgument[];
  /** The options of the build that a text names. */
  optionsNamed: (text: string) => readonly Option[];
  /** Instantiations that another type wraps already. */
  rewrapped: readonly Rewrapping[];
}

/** How a rule words a message. The first rule in the list with a matching pattern gets the message. */
export interface MessageRule {
  pattern: RegExp;
  /** The modes of `message()` that count. The default is errors and warnings. */
  modes?: readonly Message['mode'][];
  /** @param match of the pattern. If its first group is an argument of the command, that is the position. */
  word: (match: RegExpExecArray) => string;
  /** The first group is a name that is not defined. */
  namesUnknown?: true;
}

/** The input of a check of the build. */
export interface BuildContext {
  /** An absolute path. */
  file: string;
  facts: FileFacts;
  /** Whether there is a build whose inputs should have this file. */
  inBuild: boolean;
  /** Whether the build has the type of this file. */
  hasType: boolean;
  module: ModuleStatus | undefined;
  /** Files of the module that igenerator should have written but that do not exist. */
  missing: readonly string[];
  /** The messages of the tools in their last runs. */
  messages: readonly ToolMessage[];
  /** The range in this file to which a message belongs. */
  placeOf: (message: ToolMessage) => Range;
}
