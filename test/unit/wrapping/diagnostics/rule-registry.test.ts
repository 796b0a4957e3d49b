import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { diagnosticsPage, withDescriptions, withSettings } from '../../../../scripts/lib/rule-pages';
import { diagnosticsOf } from '../../../../server/src/lsp/diagnostics/script-diagnostics';
import { codeActions } from '../../../../server/src/lsp/features/code-action';
import { loadParser } from '../../../../server/src/cmake/syntax/parse';
import type { Rule } from '../../../../server/src/wrapping/diagnostics/rule';
import { rules } from '../../../../server/src/wrapping/diagnostics/rules';
import { checkScript } from '../../../../server/src/wrapping/diagnostics/script-check';
import { openPrediction } from '../../../../server/src/wrapping/evaluation/prediction';
import { evaluationOf, macroFile, macros, Workspace } from '../../../support/language';
import { root } from '../../../support/repository';
import { WrappedProject } from '../../../support/wrapped-project';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the rules of the diagnostics', () => {
  it('define the sections of docs/diagnostics.md', () => {
    const page = read('docs/diagnostics.md');
    assert.equal(page, diagnosticsPage(page, rules), 'run npm run diagnostics');
  });

  it('define the settings, their defaults and their descriptions', () => {
    const manifest = JSON.parse(read('package.json')) as Parameters<typeof withSettings>[0];
    assert.deepEqual(manifest, withSettings(manifest, rules), 'run npm run diagnostics');
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    assert.deepEqual(Object.entries(texts), Object.entries(withDescriptions(texts, rules)));
  });

  it('have one file each, named after the code', () => {
    const folder = path.join(root, 'server/src/wrapping/diagnostics/rules');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && /: Rule = \{/.test(readFileSync(path.join(folder, file), 'utf8')),
    );
    const codes = files.map((file) => path.basename(file, '.ts'));
    assert.deepEqual(codes.sort(), rules.map(({ code }) => code).sort());
  });

  it('have summaries of one sentence, and name only codes that exist', () => {
    const codes = new Set(rules.map(({ code }) => code));
    assert.equal(codes.size, rules.length);
    for (const { summary, alternatives = [], explainedBy = [] } of rules) {
      assert.match(summary, /^[A-Za-z][^.!?]*(?:\.\w[^.!?]*)*\.$/);
      for (const code of [...alternatives, ...explainedBy]) assert.ok(codes.has(code), code);
    }
  });
});

/** A rule that the project does not have. It finds calls of `shout()`, and messages and classes of an evaluation. */
const noShouting: Rule = {
  code: 'no-shouting',
  defaultSeverity: 'hint',
  summary: 'Commands should be written in lower case.',
  documentation: 'They are easier to read.',
  repair: 'lower case.',
  scripts: 'wrap',
  onScript: ({ script, file }) =>
    script.statements.flatMap((one) =>
      one.kind === 'block' || one.name === one.name.toLowerCase()
        ? []
        : [
            {
              message: `${one.name} is loud.`,
              location: { file, range: one.nameRange },
              fixes: [
                { title: 'Whisper', edits: [{ range: one.nameRange, newText: one.name.toLowerCase() }] },
              ],
            },
          ],
    ),
  onEvaluation: ({ record }) =>
    record === null
      ? []
      : [
          {
            message: 'Evaluated.',
            location: {
              file: record.wrap,
              range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } },
            },
            data: { whisper: 'set' },
          },
        ],
  onMessage: { pattern: /^LOUD: (.*)/, word: ([, what]) => `The macros shout ${what}.` },
  fix: ({ location, data }) => [
    { title: `Whisper ${data!.whisper}`, edits: [{ range: location.range, newText: data!.whisper! }] },
  ],
};

describe('a new rule, in one file and one line of the list,', () => {
  const file = '/w/mod/wrapping/itkFoo.wrap';
  const all = [noShouting, ...rules];
  const text = 'SET(x 1)\n';
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({ [macroFile]: macros });
  });

  it('is reported by the check of the text', () => {
    const found = checkScript(workspace.context(file, text), all);
    assert.deepEqual(
      found.map(({ code, severity, message }) => [code, severity, message]),
      [['no-shouting', 'hint', 'SET is loud.']],
    );
    assert.deepEqual(checkScript(workspace.context(file, text)), []);
  });

  it('is reported by the server, with its own or the configured severity, and its fix', () => {
    const context = { ...workspace.context(file, text), inBuild: false };
    const found = diagnosticsOf(context, {}, all);
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      [['no-shouting', DiagnosticSeverity.Hint]],
    );
    const [action] = codeActions('file:///x', found);
    assert.equal(action?.title, 'Whisper');
    assert.equal(action?.edit?.changes?.['file:///x']?.[0]?.newText, 'set');
    const [louder] = diagnosticsOf(context, { 'no-shouting': 'error' }, all);
    assert.equal(louder?.severity, DiagnosticSeverity.Error);
    assert.deepEqual(diagnosticsOf(context, { 'no-shouting': 'off' }, all), []);
  });

  it('is reported by an evaluation, words its messages, and has a fix in the server', async () => {
    const project = WrappedProject.sample({
      'Modules/Filtering/ImageIntensity/wrapping/itkLoud.wrap': 'message(SEND_ERROR "LOUD: HELLO")\n',
    });
    try {
      const parser = await loadParser();
      const session = openPrediction(
        { source: project.source, build: project.build },
        { parse: (script) => parser.parseScript(script), rules: all },
      );
      const own = session.diagnostics().filter(({ location }) => location.file.endsWith('/itkLoud.wrap'));
      assert.deepEqual(
        own.map(({ code, severity, message }) => [code, severity, message]),
        [
          ['no-shouting', 'hint', 'The macros shout HELLO.'],
          ['no-shouting', 'hint', 'Evaluated.'],
        ],
      );
      const evaluation = evaluationOf({ diagnosticsOf: () => own.slice(1) });
      const found = diagnosticsOf({ ...workspace.context(file, ''), inBuild: false, evaluation }, {}, all);
      const [action] = codeActions('file:///x', found);
      assert.equal(action?.title, 'Whisper set');
    } finally {
      project.remove();
    }
  });

  it('gets a section and a setting', () => {
    const section = diagnosticsPage('# Page\n\n## old\n', [noShouting]);
    assert.equal(
      section,
      '# Page\n\n## no-shouting\n*hint.* Commands should be written in lower case. They are easier to read. *Repair:* lower case.\n',
    );
    const properties = { 'itkWrapping.diagnostics.old': {} };
    const settings = withSettings({ contributes: { configuration: [{ title: '', properties }] } }, [
      noShouting,
    ]);
    const [group] = settings.contributes.configuration;
    assert.deepEqual(Object.keys(group!.properties), ['itkWrapping.diagnostics.no-shouting']);
    assert.deepEqual(withDescriptions({ a: 'b', 'setting.diagnostics.old': 'x', c: 'd' }, [noShouting]), {
      a: 'b',
      'setting.diagnostics.no-shouting': noShouting.summary,
      c: 'd',
    });
  });
});
