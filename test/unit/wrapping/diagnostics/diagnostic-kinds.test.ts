import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diagnosticKinds } from '../../../../server/src/wrapping/diagnostics/diagnostic-kinds';
import { root } from '../../../support/repository';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What the settings and the documentation should say of each kind. */
const expected = Object.fromEntries(
  Object.entries(diagnosticKinds).map(([code, { severity, summary }]) => [code, { severity, summary }]),
);

describe('the kinds of diagnostics', () => {
  it('each have a section in docs/diagnostics.md, with the same severity and the same first sentence', () => {
    const sections = read('docs/diagnostics.md')
      .split(/^## /m)
      .slice(1)
      .map((section): [string, { severity: string; summary: string }] => {
        const [code = '', ...lines] = section.split('\n');
        const text = lines.join(' ').replace(/\s+/g, ' ');
        const [, severity = '', rest = ''] = /^\*(\w+)\.\* (.*)$/.exec(text.trim()) ?? [];
        const summary = expected[code]?.summary ?? '';
        return [code, { severity, summary: rest.startsWith(summary) ? summary : rest }];
      });
    assert.deepEqual(Object.fromEntries(sections), expected);
  });

  it('each have a setting with the same default, described by the same sentence', () => {
    const manifest = JSON.parse(read('package.json')) as {
      contributes: {
        configuration: { properties: Record<string, { default: string; description: string }> }[];
      };
    };
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    const settings = manifest.contributes.configuration
      .flatMap(({ properties }) => Object.entries(properties))
      .flatMap(([name, setting]) => {
        const code = /^itkWrapping\.diagnostics\.(.+)$/.exec(name)?.[1];
        if (code === undefined) return [];
        const summary = texts[setting.description.slice(1, -1)] ?? '';
        return [[code, { severity: setting.default, summary }] as const];
      });
    assert.deepEqual(Object.fromEntries(settings), expected);
  });

  it('have summaries that are one sentence', () => {
    for (const { summary } of Object.values(diagnosticKinds))
      assert.match(summary, /^[A-Za-z][^.!?]*(?:\.\w[^.!?]*)*\.$/);
  });
});
