import path from 'node:path';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Script } from '../cmake/ast';
import type { ModuleStatus } from '../pipeline/types';
import { moduleConsequence, moduleStateLabel } from '../pipeline/vocabulary';
import type { Range } from '../util/text';
import { wrappedClasses } from '../wrapping/classes';
import { missingFiles, toUri } from './convert';

export const source = 'itk-wrap';

/** The codes of the diagnostics; each has its heading in docs/diagnostics.md. */
export const codes = {
  syntax: 'syntax',
  pklMissing: 'pkl-missing',
  stampMissing: 'stamp-missing',
} as const;

/** What code actions need to know, carried by the diagnostic. */
export interface DiagnosticData {
  module: string;
}

/** All that is wrong with a `.wrap` file: its own syntax, and its module's missing outputs. */
export function diagnosticsOfWrap(script: Script, module: ModuleStatus | undefined): Diagnostic[] {
  return [...syntaxDiagnostics(script), ...moduleDiagnostics(script, module)];
}

function syntaxDiagnostics(script: Script): Diagnostic[] {
  return script.errors.map(({ message, range }) => ({
    range,
    message,
    source,
    code: codes.syntax,
    severity: DiagnosticSeverity.Error,
  }));
}

/** A module that never ran is no mistake of the file: only what was there once and is gone is reported. */
function moduleDiagnostics(script: Script, module: ModuleStatus | undefined): Diagnostic[] {
  if (!module || (module.state !== 'pkl-missing' && module.state !== 'stamp-missing')) return [];
  const missing = missingFiles(module);
  const [first] = missing;
  if (first === undefined) return [];
  const others = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  const data: DiagnosticData = { module: module.name };
  const range = placeFor(script);
  return [
    {
      range,
      message:
        `${module.name}: ${moduleStateLabel(module)} (${path.basename(first)}${others}). ` +
        `${moduleConsequence(module) ?? ''} Run igenerator for ${module.name} to repair it.`,
      source,
      code: module.state === 'stamp-missing' ? codes.stampMissing : codes.pklMissing,
      severity: DiagnosticSeverity.Warning,
      data,
      relatedInformation: missing.slice(0, 5).flatMap((file) => {
        const index = indexFileOf(file);
        return index === null
          ? []
          : [{ location: { uri: toUri(index), range: firstLine }, message: `lists ${path.basename(file)}` }];
      }),
    },
  ];
}

/** The name of the first class: where a reader's eye falls. Without one, the first line. */
function placeFor(script: Script): Range {
  const [first] = wrappedClasses(script);
  return first?.nameRange ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
}

const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The index file that names a pkl: `<Class>.<T>.pkl` stands in `<T>.index.txt`. Null for other files. */
function indexFileOf(file: string): string | null {
  const type = /\.([^.]+)\.pkl$/.exec(path.basename(file))?.[1];
  return type === undefined ? null : path.join(path.dirname(file), `${type}.index.txt`);
}
