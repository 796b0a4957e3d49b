import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Range } from '../../shared/text-range';
import type { Diagnostic, EditFix, Severity } from '../../wrapping/diagnostics/diagnostic';
import { ruleOf } from '../../wrapping/diagnostics/rules';
import { type Report, shownPath } from './report';

const LEVELS: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** A report in SARIF 2.1.0, which GitHub, Azure DevOps and many editors read. */
export function sarifReport({ findings, base, notEvaluated }: Report): object {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'itk-wrap', rules: codes.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            ...(notEvaluated !== null && {
              toolExecutionNotifications: [{ level: 'note', message: { text: notEvaluated } }],
            }),
          },
        ],
        results: findings.map((one) => resultOf(one, codes, base)),
      },
    ],
  };
}

function descriptorOf(code: string): object {
  const rule = ruleOf(code);
  return {
    id: code,
    ...(rule && {
      shortDescription: { text: rule.summary },
      ...(rule.documentation !== '' && {
        fullDescription: { text: `${rule.summary} ${rule.documentation}` },
      }),
      defaultConfiguration: { level: LEVELS[rule.defaultSeverity] },
    }),
  };
}

function resultOf(
  { code, severity, message, location, related, fixes = [] }: Diagnostic,
  codes: readonly string[],
  base: string,
): object {
  const edits = fixes.filter((fix): fix is EditFix => 'edits' in fix);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: message },
    locations: [locationOf(location, base)],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, n) => ({
        id: n + 1,
        ...locationOf(one.location, base),
        message: { text: one.message },
      })),
    }),
    // The line may move, so it is not part of the identity.
    partialFingerprints: { 'itkWrap/v1': digest(`${code}\0${shownPath(location.file, base)}\0${message}`) },
    ...(edits.length > 0 && { fixes: edits.map((fix) => fixOf(fix, location.file, base)) }),
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const locationOf = ({ file, range }: Location, base: string): { physicalLocation: object } => ({
  physicalLocation: { artifactLocation: artifactOf(file, base), region: regionOf(range) },
});

/** A file in `base` as a relative URI. */
function artifactOf(file: string, base: string): object {
  const shown = shownPath(file, base);
  if (path.isAbsolute(shown)) return { uri: pathToFileURL(shown).href };
  return { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

const regionOf = ({ start, end }: Range): object => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

function fixOf({ title, edits }: EditFix, own: string, base: string): object {
  const files = new Map<string, object[]>();
  for (const { range, newText, file = own } of edits) {
    const replacement = { deletedRegion: regionOf(range), insertedContent: { text: newText } };
    files.set(file, [...(files.get(file) ?? []), replacement]);
  }
  return {
    description: { text: title },
    artifactChanges: [...files].map(([file, replacements]) => ({
      artifactLocation: artifactOf(file, base),
      replacements,
    })),
  };
}
