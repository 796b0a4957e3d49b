import type { TreeFinding, TypeDiff, WrappedInstantiation } from '../../shared/diff/diff-report';
import { flat } from '../../shared/plain-text';
import type { DiffResult } from './run-diff';
import { byModule, comparedText, remarksOn, summaryOf } from './diff-words';

/** Rows are not cut in practice, but a name that contains line breaks stays in its row. */
const ROW_LIMIT = 100_000;
const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** A comparison for people: every type by module, with the lines that make its instantiations, and then the diagnostics. */
export function textDiff(diff: DiffResult): string {
  const { modules, types, headersWithoutWrap, findings, cutShort } = diff;
  const lines = [`Between ${comparedText(diff)}:`, ...summaryOf(diff).map((line) => `  ${line}`)];
  const section = (title: string, rows: readonly string[]): void => {
    if (rows.length > 0) lines.push('', flat(title, ROW_LIMIT), ...rows.map((row) => flat(row, ROW_LIMIT)));
  };
  section('Modules', [
    ...modules.added.map((name) => `+ ${name}`),
    ...modules.removed.map((name) => `- ${name}`),
  ]);
  for (const [module, own] of byModule(types)) section(`Module ${module}`, own.flatMap(typeLines));
  section(
    'New classes without a .wrap file',
    headersWithoutWrap.map(({ name, header, module }) => `+ ${header}: ${name} (${module}) has no .wrap`),
  );
  section(
    'New diagnostics',
    findings.added.map((one) => `+ ${findingLine(one)}`),
  );
  section(
    'Resolved diagnostics',
    findings.resolved.map((one) => `- ${findingLine(one)}`),
  );
  section(
    'Not compared',
    cutShort.map((name) => `? ${name}`),
  );
  return lines.join('\n');
}

function typeLines(type: TypeDiff): string[] {
  const at = (line: number | null): string =>
    type.wrap === null ? '' : `  ${type.wrap}${line === null ? '' : `:${line}`}`;
  // Removed lines are those of the base, whose file may have had another name.
  const was = (line: number | null): string => {
    const wrap = type.renamedFrom ?? type.wrap;
    return wrap === null ? '' : `  ${wrap}${line === null ? '' : `:${line}`}`;
  };
  const row = (sign: string, { name, cppType }: WrappedInstantiation, place: string): string =>
    `    ${sign} ${name} = ${cppType}${place}`;
  const remarks = remarksOn(type).map((one) => ` (${one})`);
  return [
    `  ${SIGNS[type.kind]} ${type.name}${remarks.join('')}${at(null)}`,
    ...type.added.map((one) => row('+', one, at(one.line))),
    ...type.removed.map((one) => row('-', one, was(one.line))),
    ...type.changed.flatMap((one) => [row('~', one, at(one.line)), `      was ${one.before}`]),
  ];
}

const findingLine = ({ file, line, column, severity, message, code }: TreeFinding): string =>
  `${file}:${line}:${column}: ${severity}: ${message} [${code}]`;
