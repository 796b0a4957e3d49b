import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import type { ModuleStatus } from '../../shared/type-state';
import type { RunMessage } from '../../pipeline/runs/run-messages';
import { moduleConsequence, moduleStateLabel } from '../../shared/vocabulary';
import { commands } from '../../shared/protocol';
import { contains } from '../../cmake/syntax/visit';
import { manyLines, oneLine } from '../../shared/plain-text';
import type { Range } from '../../shared/text-range';
import { checkScript } from '../../wrapping/diagnostics/checks/check';
import { fixOf } from '../../wrapping/diagnostics/checks/fixes';
import type { DiagnosticCode } from '../../wrapping/diagnostics/diagnostic-kinds';
import type { Finding, Fix } from '../../wrapping/diagnostics/checks/finding';
import { missingFiles, toUri } from '../translate/to-protocol';
import { type Severity, severityOf, type SeveritySettings } from './diagnostic-severity';
import type { EvaluationProblem } from '../evaluation/evaluation-messages';
import type { FileContext } from '../session/file-context';
import { placeOfMessage } from '../session/last-runs';

export const source = 'itk-wrap';

/** What code actions need to know, carried by the diagnostic. */
export interface DiagnosticData {
  fixes?: Fix[];
  /** Repairs that the editor runs. */
  runs?: CommandFix[];
}

export interface CommandFix {
  title: string;
  command: string;
  args: unknown[];
}

/** What the diagnostics of a file depend on. */
export type DiagnosticContext = Pick<
  FileContext,
  'file' | 'script' | 'facts' | 'index' | 'evaluation' | 'type' | 'module'
> & {
  /** Whether there is a build whose inputs should have this file. */
  inBuild: boolean;
  absentHeaders?: ReadonlyMap<string, number>;
  /** What the tools said of the type in its last run. */
  messages?: readonly RunMessage[];
};

/** All that is wrong with a script: its syntax, its mistakes, its evaluation, and its module's missing outputs. */
export function diagnosticsOf(context: DiagnosticContext, severities: SeveritySettings): Diagnostic[] {
  const { script, evaluation, file } = context;
  const found: Raw[] = [
    ...script.errors.map(({ message, severity, range }): Raw => ({
      code: 'syntax',
      fallback: severity,
      message,
      range,
    })),
    ...checkScript({ ...context, enabled: evaluation?.enabled() ?? null }).map(rawOfFinding),
    ...(evaluation?.problemsOf(file) ?? []).map((problem) => rawOfProblem(problem, context)),
    ...(context.messages ?? []).map((message) => rawOfMessage(message, context)),
    ...configureNeeded(context),
    ...moduleDiagnostics(context.module, context),
  ];
  return withoutRepetition(found).flatMap((raw) => toDiagnostic(raw, severities));
}

/** What an evaluation found in a file that is no script of the wrapping, such as the options of a build. */
export function diagnosticsOfOther(
  problems: readonly EvaluationProblem[],
  severities: SeveritySettings,
): Diagnostic[] {
  return problems
    .map(({ code, message, range, severity, related }) => ({
      code,
      fallback: severity,
      message,
      range,
      related,
    }))
    .flatMap((raw) => toDiagnostic(raw, severities));
}

function toDiagnostic(
  { code, fallback, related, data, ...rest }: Raw,
  severities: SeveritySettings,
): Diagnostic[] {
  const severity = severityOf(code, severities, fallback);
  if (severity === null) return [];
  return [
    {
      ...rest,
      message: manyLines(rest.message),
      source,
      code,
      severity,
      data,
      relatedInformation: related?.map(({ location, message }) => ({
        location: { uri: toUri(location.file), range: location.range },
        message: oneLine(message),
      })),
    },
  ];
}

interface Raw {
  code: DiagnosticCode;
  fallback?: Severity;
  message: string;
  range: Range;
  related?: Finding['related'];
  data?: DiagnosticData;
}

const rawOfFinding = ({ code, message, range, related, fixes, newWrapFor }: Finding): Raw => ({
  code,
  message,
  range,
  related,
  data: {
    fixes,
    ...(newWrapFor && {
      runs: [
        {
          title: `Wrap ${newWrapFor.className} in a .wrap of its own …`,
          command: commands.newWrap,
          args: [toUri(newWrapFor.header)],
        },
      ],
    }),
  },
});

function rawOfProblem(
  problem: EvaluationProblem,
  { index, facts }: Pick<DiagnosticContext, 'index' | 'facts'>,
): Raw {
  const { code, message, range, severity, related, repair } = problem;
  const fix = repair && fixOf(index, repair, { facts, range });
  return { code, fallback: severity, message, range, related, data: { fixes: fix ? [fix] : [] } };
}

function rawOfMessage(message: RunMessage, context: DiagnosticContext): Raw {
  return {
    code: message.tool,
    fallback: message.severity,
    message: `${message.tool}, last run: ${message.message}`,
    range: placeOfMessage(message, context, context.evaluation),
  };
}

/** Kinds of which one line may have several. */
const REPEATED: ReadonlySet<string> = new Set([
  'syntax',
  'type-without-file',
  'type-listed-twice',
  'castxml',
  'igenerator',
  'swig',
]);

/** Kinds that reading alone cannot tell apart: where an evaluation found the other, it is right. */
const JUDGED_BY_EVALUATION: Readonly<Record<string, string>> = {
  'duplicate-mangle': 'wrapped-twice',
  'wrapped-twice': 'duplicate-mangle',
};

/** Reading and evaluation may find the same mistake: the first one, which has the repair, stays. */
function withoutRepetition(found: readonly Raw[]): Raw[] {
  const kept: Raw[] = [];
  for (const raw of found) {
    const { code, range } = raw;
    const before = kept.findIndex((one) => touches(one.range, range) && isSameMistake(one.code, code));
    const known = kept[before];
    if (known === undefined) kept.push(raw);
    else if (known.code !== code) kept[before] = { ...raw, range: known.range };
    else if (REPEATED.has(code) && !kept.some((one) => isSameText(one, raw))) kept.push(raw);
  }
  return kept;
}

const isSameMistake = (one: string, other: string): boolean =>
  one === other || JUDGED_BY_EVALUATION[one] === other;

const isSameText = (one: Raw, other: Raw): boolean =>
  one.code === other.code &&
  one.message === other.message &&
  one.range.start.line === other.range.start.line &&
  one.range.start.character === other.range.start.character;

/** Whether two mistakes are at one place: on the same line, or one in the other, as an argument is in its command. */
function touches(one: Range, other: Range): boolean {
  return one.start.line === other.start.line || contains(one, other.start) || contains(other, one.start);
}

/** A `.wrap` of a module of the build that CMake has not seen yet. */
function configureNeeded({ file, type, inBuild }: DiagnosticContext): Raw[] {
  if (!inBuild || type || !file.endsWith('.wrap')) return [];
  return [
    {
      code: 'configure-needed',
      message: `The active build does not have ${path.basename(file)} yet: run CMake to add it.`,
      data: { runs: [{ title: 'Run CMake', command: commands.configure, args: [] }] },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    },
  ];
}

/** A module that never ran is no mistake of the file: only what was there once and is gone is reported. */
function moduleDiagnostics(module: ModuleStatus | undefined, { facts, file }: DiagnosticContext): Raw[] {
  if (!module || !file.endsWith('.wrap')) return [];
  if (module.state !== 'pkl-missing' && module.state !== 'stamp-missing') return [];
  const missing = missingFiles(module);
  const [first] = missing;
  if (first === undefined) return [];
  const others = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  return [
    {
      code: module.state,
      message:
        `${module.name}: ${moduleStateLabel(module)} (${path.basename(first)}${others}). ` +
        `${moduleConsequence(module) ?? ''} The repair runs igenerator for ${module.name} alone.`,
      // The name of the first class: where a reader's eye falls. Without one, the first line.
      range: facts.classes[0]?.nameRange ?? { start: firstLine.start, end: { line: 0, character: 1 } },
      data: {
        runs: [
          {
            title: `Repair: run igenerator for ${module.name}`,
            command: commands.repair,
            args: [{ module: module.name }],
          },
        ],
      },
      related: missing.slice(0, 5).flatMap((pkl) => {
        const index = indexFileOf(pkl);
        return index === null
          ? []
          : [{ location: { file: index, range: firstLine }, message: `lists ${path.basename(pkl)}` }];
      }),
    },
  ];
}

const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The index file that names a pkl: `<Class>.<T>.pkl` stands in `<T>.index.txt`. Null for other files. */
function indexFileOf(file: string): string | null {
  const type = /\.([^.]+)\.pkl$/.exec(path.basename(file))?.[1];
  return type === undefined ? null : path.join(path.dirname(file), `${type}.index.txt`);
}
