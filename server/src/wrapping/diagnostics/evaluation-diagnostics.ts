import path from 'node:path';
import { fromByteString, toByteString } from '../../cmake/values/byte-string';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import { contains } from '../../cmake/syntax/visit';
import type { Location } from '../../shared/text-range';
import { checkAliases, mayBeWrong } from './alias-checks';
import { type Draft, nothingWrapped, ofMessages, type Option } from './cmake-messages';
import { isConsequence } from './consequences';
import { diagnosticKinds } from './diagnostic-kinds';
import type { TypeRecord, WrappingEvaluation } from '../evaluation/evaluation';
import type { Finding } from '../evaluation/observer';
import { newNameOfVariable } from './old-macros';
import type { PredictedType, WrapDiagnostic } from '../evaluation/predicted';

export interface DiagnosticSources {
  evaluation: WrappingEvaluation;
  programs: ScriptCache;
  describe: (name: string) => PredictedType | null;
  /** The options of the build that a text names. */
  optionsNamed: (text: string) => readonly Option[];
}

/**
 * The mistakes that an evaluation shows in the `.wrap` file of one type, by the name of the type. Where CMake would stop,
 * that is said once, and nothing that only follows from it. See docs/diagnostics.md.
 */
export function diagnosticsOfType(sources: DiagnosticSources, name: string): WrapDiagnostic[] {
  const record = sources.evaluation.types.get(toByteString(name));
  return record === undefined ? [] : ofRecord(record, sources);
}

/** The mistakes outside of the `.wrap` files. */
export function diagnosticsOutside({
  evaluation,
  programs,
  optionsNamed,
}: DiagnosticSources): WrapDiagnostic[] {
  const { broken, messages, stopAt, findings } = evaluation;
  const drafts = [
    ...broken.flatMap((file) =>
      syntaxProblems(file, programs).filter(({ severity }) => severity === 'error'),
    ),
    ...ofMessages(messages.slice(0, stopAt ?? messages.length), optionsNamed),
    ...findings.map(ofFinding),
    ...dottedNames(evaluation),
    ...(stopAt === null ? modulesWithoutTypes(evaluation) : []),
  ];
  return drafts.map((draft) => finished(draft, null));
}

function ofRecord(record: TypeRecord, sources: DiagnosticSources): WrapDiagnostic[] {
  const { programs, describe, evaluation } = sources;
  const typeName = fromByteString(record.name);
  const syntax = syntaxProblems(record.wrap, programs);
  const drafts = record.afterStop
    ? syntax
    : [
        ...syntax,
        ...withoutDerived([
          ...ofMessages(record.messages),
          ...record.observer.findings.map(ofFinding),
          ...(mayBeWrong(record.aliases) ? checkAliases(describe(typeName)?.instantiations ?? []) : []),
        ]).filter(({ code, location, unknown = null }) => {
          const suspect = { code, lastLine: location.range.end.line, unknown };
          return !isConsequence(suspect, record, evaluation, programs);
        }),
      ];
  return drafts.map((draft) => finished(draft, typeName));
}

function finished({ unknown: _, ...draft }: Draft, type: string | null): WrapDiagnostic {
  return { ...draft, severity: draft.severity ?? diagnosticKinds[draft.code].severity, type };
}

function syntaxProblems(script: string, programs: ScriptCache): Draft[] {
  const file = fromByteString(script);
  return programs.errors(script).map(({ message, range, severity }) => ({
    code: 'syntax',
    message,
    severity,
    location: { file, range },
    related: [],
  }));
}

/** An undefined type leaves a hole in the C++ and in the mangle of the same command: that is one mistake. */
function withoutDerived(drafts: readonly Draft[]): Draft[] {
  const causes = drafts.filter(({ code }) => code === 'undefined-type' || code === 'unknown-variable');
  const hasCause = ({ location }: Draft): boolean =>
    causes.some(
      (cause) =>
        cause.location.file === location.file && contains(location.range, cause.location.range.start),
    );
  return drafts.filter((draft) => !DERIVED.has(draft.code) || !hasCause(draft));
}

const DERIVED: ReadonlySet<string> = new Set([
  'empty-template-argument',
  'duplicate-mangle',
  'wrapped-twice',
]);

function ofFinding({ code, file, range, subject, related }: Finding): Draft {
  const { say, also } = FINDINGS[code];
  const now = code === 'unknown-variable' ? newNameOfVariable(subject) : null;
  return {
    code,
    message: say(subject),
    ...(UNKNOWN.has(code) && { unknown: subject }),
    ...(now !== null && { repair: { kind: 'rename', variable: subject, to: now } }),
    location: { file, range },
    related: related === null ? [] : [{ message: also ?? '', location: related }],
  };
}

/** What is wrong with setting a variable that only older versions read. */
export function oldVariable(name: string): string {
  const now = newNameOfVariable(name);
  return `${name} is a variable of older ITK versions and has no effect${now === null ? '' : `: set ${now}`}.`;
}

const FINDINGS: Record<Finding['code'], { say: (subject: string) => string; also?: string }> = {
  'undefined-type': {
    say: (name) =>
      `${name} is not defined with the options of this build, so the generated C++ has an empty argument here.`,
  },
  'unknown-variable': {
    say: (name) => {
      const now = newNameOfVariable(name);
      const hint = now === null ? '' : ` It is ${now} now.`;
      return `${name} is not set here and expands to an empty string.${hint}`;
    },
  },
  'template-outside-class': {
    say: () => 'No class is open here: this adds to the class before, even to that of another file.',
  },
  'unclosed-class': {
    say: (name) => `${name} is not closed: itk_end_wrap_class() is missing.`,
    also: 'the next class begins here',
  },
  'end-without-class': { say: () => 'No class is open here.' },
  'nothing-wrapped': { say: nothingWrapped },
  'misspelt-order': {
    say: (name) => `${name} is ignored: the variable is WRAPPER_SUBMODULE_ORDER.`,
  },
  'old-variable': { say: oldVariable },
  'order-before-module': {
    say: (name) => `itk_wrap_module() clears ${name}: set it after that.`,
  },
  'duplicate-type': {
    say: (name) => `Another module has a ${name}.wrap: the two overwrite each other’s files.`,
    also: 'the other one',
  },
};

const UNKNOWN: ReadonlySet<string> = new Set(['undefined-type', 'unknown-variable']);

const fileStart = (file: string): Location => {
  const start = { line: 0, character: 0 };
  return { file, range: { start, end: start } };
};

/** CMake cuts a file's name at its first dot. */
function dottedNames(evaluation: WrappingEvaluation): Draft[] {
  const drafts: Draft[] = [];
  for (const { dir } of evaluation.modules.values())
    for (const file of evaluation.interpreter.files.list(dir)) {
      if (!file.endsWith('.wrap') || !file.slice(0, -5).includes('.')) continue;
      const name = fromByteString(file);
      drafts.push({
        code: 'type-name-cut',
        message: `CMake reads the name ${name} up to its first dot and looks for ${name.split('.')[0]}.wrap.`,
        location: fileStart(path.join(fromByteString(dir), name)),
        related: [],
      });
    }
  return drafts;
}

/** Modules in whose folder there is nothing to wrap. */
function modulesWithoutTypes(evaluation: WrappingEvaluation): Draft[] {
  return [...evaluation.modules.values()].flatMap(({ name, dir, types, begin }): Draft[] => {
    if (types.length > 0 || begin === null) return [];
    if (evaluation.interpreter.files.list(dir).some((file) => file.endsWith('.wrap'))) return [];
    return [
      {
        code: 'no-wrap-files',
        message: noWrapFiles(fromByteString(name)),
        location: { file: fromByteString(begin.file), range: begin.range },
        related: [],
      },
    ];
  });
}

/** What is wrong with a module that has a wrapping folder without `.wrap` files. */
export const noWrapFiles = (module: string): string =>
  `${module} has no .wrap file in this folder, so nothing is wrapped, and pyi_generator.py fails later because it finds no index files. Add a .wrap file, or remove the wrapping folder.`;
