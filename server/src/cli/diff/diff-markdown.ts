import type { TreeFinding, TypeDiff } from '../../shared/diff/diff-report';
import { flat } from '../../shared/plain-text';
import { byModule, comparedText, counted, remarksOn, summaryOf } from './diff-words';
import type { DiffResult } from './run-diff';

/** GitHub rejects comments of more than 65,536 characters. */
const LIMIT = 60_000;

/**
 * A comparison for a comment on a pull request: a summary, a table of the modules, and the lists to unfold. Names and messages
 * cannot become markup, links or mentions. What would not fit into a comment is left out, and the comment says so.
 */
export function markdownDiff(diff: DiffResult): string {
  const { modules, types, headersWithoutWrap, findings, cutShort } = diff;
  const head = [
    '### Changes to the Python wrapping',
    '',
    ...summaryOf(diff).map((line) => `- ${line}`),
    ...(diff.notEvaluated === null ? [] : [`- ${text(diff.notEvaluated)}`]),
    '',
    `Compared ${comparedText(diff)}.`,
    ...table(diff),
  ].join('\n');
  const sections = [
    list('New diagnostics', findings.added.map(findingItem)),
    list(
      'New classes without a .wrap file',
      headersWithoutWrap.map(({ name, header }) => `${code(name)} in ${code(header)}`),
    ),
    list('Modules', [
      ...modules.added.map((name) => `added ${code(name)}`),
      ...modules.removed.map((name) => `removed ${code(name)}`),
    ]),
    ...byModule(types).map(([module, own]) => list(code(module), own.flatMap(typeItems))),
    list('Resolved diagnostics', findings.resolved.map(findingItem)),
    list('Not compared', cutShort.map(code)),
  ].filter((section) => section !== '');
  let body = head;
  for (const [n, section] of sections.entries()) {
    const fitting = cut(section, LIMIT - body.length);
    if (fitting !== null) body += `\n\n${fitting}`;
    if (fitting !== section)
      return `${body}\n\n${sections.length - n - 1 > 0 ? 'More lists are' : 'The rest is'} left out here. \`itk-wrap diff\` prints everything.`;
  }
  return body;
}

/** How many types and instantiations change in each module. */
function table({ types }: DiffResult): string[] {
  if (types.length === 0) return [];
  const rows = byModule(types).map(([module, own]) => {
    const { added, removed, changed } = counted(own);
    return `| ${code(module)} | ${own.length} | ${added} | ${removed} | ${changed} |`;
  });
  return [
    '',
    '| Module | Types | Instantiations added | removed | changed |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.slice(0, TABLE_ROWS),
    ...(rows.length > TABLE_ROWS ? [`| and ${rows.length - TABLE_ROWS} more | | | | |`] : []),
  ];
}

const TABLE_ROWS = 100;

/** A list that unfolds. The title is Markdown. */
function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return [
    `<details><summary>${title} (${items.length})</summary>`,
    '',
    ...items.map((item) => `- ${item}`),
    '',
    '</details>',
  ].join('\n');
}

/** A section without the items for which there is no room. Null if there is no room for any. */
function cut(section: string, room: number): string | null {
  if (section.length + 2 <= room) return section;
  const end = '\n- …\n\n</details>';
  const kept = section.lastIndexOf('\n- ', room - end.length - 2);
  const isAny = kept > section.indexOf('\n- ');
  return isAny ? section.slice(0, kept) + end : null;
}

function typeItems(type: TypeDiff): string[] {
  const place = (wrap: string | null, line: number | null): string =>
    wrap === null ? '' : ` at ${code(line === null ? wrap : `${wrap}:${line}`)}`;
  const remarks = remarksOn(type).map((one) => ` (${text(one)})`);
  const before = type.renamedFrom ?? type.wrap;
  return [
    `${type.kind} **${code(type.name)}**${remarks.join('')}${place(type.wrap, null)}`,
    ...type.added.map((one) => `added ${code(one.name)} = ${code(one.cppType)}${place(type.wrap, one.line)}`),
    ...type.removed.map(
      (one) => `removed ${code(one.name)} = ${code(one.cppType)}${place(before, one.line)}`,
    ),
    ...type.changed.map(
      (one) =>
        `changed ${code(one.name)} = ${code(one.cppType)}, was ${code(one.before)}${place(type.wrap, one.line)}`,
    ),
  ];
}

const findingItem = ({ file, line, severity, message, code: rule }: TreeFinding): string =>
  `${severity}: ${text(message)} (${code(rule)}) at ${code(`${file}:${line}`)}`;

/** A name as code. In a code element GitHub and GitLab make neither mentions nor references. */
const code = (name: string): string => `<code>${entities(flat(name))}</code>`;

/** Text outside of code. A zero-width space ends the mentions and references that the sites make even of escaped text. */
const text = (message: string): string =>
  entities(flat(message).replace(/[@#!~%$&]/g, (mark) => `${mark}\u200b`));

/** Numeric references are text to Markdown, to its tables and to HTML, and an address with them is no link. */
const entities = (value: string): string =>
  value.replace(/[^\p{L}\p{N} ,\u200b…-]/gu, (mark) => `&#${mark.codePointAt(0)!};`);
