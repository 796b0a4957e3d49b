import type { Rule } from '../../server/src/wrapping/diagnostics/rule';

/** What the settings and docs/diagnostics.md say about the rules. These are pure functions, so that a test can compare. */

const SETTING = 'itkWrapping.diagnostics.';
const TEXT = 'setting.diagnostics.';
const VALUES = ['error', 'warning', 'information', 'hint', 'off'];
/** The line width of the page. */
const WIDTH = 128;

/** docs/diagnostics.md: its existing introduction, then a section for each rule. */
export function diagnosticsPage(page: string, rules: readonly Rule[]): string {
  const [introduction = ''] = page.split(/^## /m);
  return introduction + rules.map(section).join('\n');
}

function section({ code, defaultSeverity, summary, documentation, repair }: Rule): string {
  const text = [
    `*${defaultSeverity}.*`,
    summary,
    documentation,
    repair === undefined ? '' : `*Repair:* ${repair}`,
  ];
  return `## ${code}\n${wrapped(text.filter((part) => part !== '').join(' '))}\n`;
}

function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

interface Manifest {
  contributes: { configuration: { title: string; properties: Record<string, unknown> }[] };
}

/** package.json with a setting for each rule. */
export function withSettings<T extends Manifest>(manifest: T, rules: readonly Rule[]): T {
  const configuration = manifest.contributes.configuration.map((group) =>
    Object.keys(group.properties).some((name) => name.startsWith(SETTING))
      ? { ...group, properties: Object.fromEntries(rules.map(setting)) }
      : group,
  );
  return { ...manifest, contributes: { ...manifest.contributes, configuration } };
}

const setting = ({ code, defaultSeverity }: Rule, n: number): [string, unknown] => [
  SETTING + code,
  {
    type: 'string',
    enum: VALUES,
    default: defaultSeverity,
    scope: 'resource',
    description: `%${TEXT}${code}%`,
    order: n + 1,
  },
];

/** package.nls.json with a description for each setting, in place of the old ones. */
export function withDescriptions(
  texts: Readonly<Record<string, string>>,
  rules: readonly Rule[],
): Record<string, string> {
  const entries = Object.entries(texts);
  const first = entries.findIndex(([key]) => key.startsWith(TEXT));
  const own = (key: string): boolean => key.startsWith(TEXT);
  return Object.fromEntries([
    ...entries.slice(0, first),
    ...rules.map(({ code, summary }) => [TEXT + code, summary] as const),
    ...entries.slice(first).filter(([key]) => !own(key)),
  ]);
}
