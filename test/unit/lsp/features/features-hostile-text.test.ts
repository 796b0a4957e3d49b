import assert from 'node:assert/strict';
import type { Hover, MarkupContent } from 'vscode-languageserver';
import { incomingCalls, prepareCallHierarchy } from '../../../../server/src/lsp/features/call-hierarchy';
import { codeActions } from '../../../../server/src/lsp/features/code-action';
import { codeLenses } from '../../../../server/src/lsp/features/code-lens';
import { completion, resolveCompletion } from '../../../../server/src/lsp/features/completion';
import { diagnosticsOf } from '../../../../server/src/lsp/diagnostics/script-diagnostics';
import { documentLinks } from '../../../../server/src/lsp/features/document-links';
import type { FileContext } from '../../../../server/src/lsp/session/file-context';
import { hoverInCxx, hoverInWrap } from '../../../../server/src/lsp/features/hover/type-hover';
import {
  hoverInclude,
  hoverInInc,
  hoverInIndex,
} from '../../../../server/src/lsp/features/hover/hover-inputs';
import { hoverOfName } from '../../../../server/src/lsp/features/hover/hover-names';
import { inlayHints } from '../../../../server/src/lsp/features/inlay-hints';
import { signatureHelp } from '../../../../server/src/lsp/features/signature-help';
import { documentSymbols, workspaceSymbols } from '../../../../server/src/lsp/features/document-symbols';
import type { ModuleStatus, TypeState } from '../../../../server/src/shared/type-state';
import { commands } from '../../../../server/src/shared/protocol';
import { evaluationOf, Workspace } from '../../../support/language';
import { hasControls, hostile, linksOf } from '../../../support/hostile';
import { aModule, aType } from '../../../support/states';

const own: readonly string[] = Object.values(commands);
const ownIcons =
  /\$\((?:copy|sync|info|warning|pass|pass-filled|circle-slash|dash|question|issue-draft|play|gear|type-hierarchy)\)/g;
const wrap = '/w/mod/wrapping/itkFoo.wrap';

/** A string in a CMake script with this text. */
const quoted = (text: string): string => `"${text.replace(/[\\"$]/g, '\\$&')}"`;

function hostileType(name: string): TypeState {
  const reason: TypeState['reason'] = { kind: 'header-changed', subject: `/s/${name}` };
  return aType({
    name,
    module: name,
    wrap,
    reason,
    l1: name,
    l2: name,
    root: `/store/${name}`,
    entry: { bytes: 1, usedMs: 0 },
    xmlState: 'stale',
    staleBecause: `/s/${name}`,
    configure: {
      kind: 'changed',
      added: [name],
      removed: [name],
      changed: [],
      l1: null,
      state: 'miss',
      reason,
    },
    instantiations: [{ name, cppType: name, className: 'itk::Foo', line: 3 }],
  });
}

function hostileModule(name: string): ModuleStatus {
  const pkl = { listed: 2, missing: [`/b/${name}.pkl`] };
  return aModule({ name, types: [name], dependencies: [name], state: 'pkl-missing', pkl });
}

/** All texts in an answer, at any depth. `data` is not shown, because only we read it. */
function textsIn(answer: unknown, key = ''): [key: string, text: string][] {
  if (typeof answer === 'string') return [[key, answer]];
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) =>
    ['data', 'command', 'arguments', 'edit', 'uri', 'target', 'targetUri'].includes(name) &&
    typeof value !== 'object'
      ? []
      : ['data', 'arguments', 'edit', 'location', 'fromRanges'].includes(name)
        ? []
        : textsIn(value, /^\d+$/.test(name) ? key : name),
  );
}

/** Inserted text is the same as in the file, where the user sees it. */
const inserted = new Set(['sortText', 'filterText', 'textEditText', 'newText']);

function checkShown(answer: unknown): void {
  for (const [key, text] of textsIn(answer)) {
    if (inserted.has(key)) continue;
    const start = JSON.stringify(text.slice(0, 120));
    assert.ok(!hasControls(text), `${key}: ${start}`);
    assert.ok(text.length <= 12_000, `${key} of ${text.length} characters: ${start}`);
    assert.doesNotMatch(text, /!\[/, key);
    assert.doesNotMatch(text.replace(ownIcons, ''), /\$\(/, `${key}: ${start}`);
    for (const target of linksOf(text)) {
      const command = /^command:([^?]*)/.exec(target)?.[1];
      if (command === undefined) assert.match(target, /^file:\/\/\/[^\s()]*$/, key);
      else assert.ok(own.includes(command), `${key}: ${target}`);
    }
  }
}

describe('hostile text in a workspace and its build', () => {
  for (const [what, text] of Object.entries(hostile)) {
    it(`is shown as text: ${what}`, async () => {
      const workspace = await Workspace.of({
        '/w/Wrapping/macros.cmake':
          `macro(hostile ${quoted(text)} second)\n` +
          `${text
            .slice(0, 5000)
            .split(/[\r\n]/)
            .map((line) => `  # ${line}`)
            .join('\n')}\nendmacro()\n` +
          `set(ITKT_F ${quoted(text)})\nset(WRAP_ITK_REAL ${quoted(text)})\nset(${quoted(text)} 1)\n`,
        '/w/mod/itk-module.cmake': `itk_module(ITKMod DEPENDS ${quoted(text)})`,
        '/w/mod/wrapping/itkBar.wrap': '',
      });
      workspace.addHeader(
        '/w/mod/include/itkFoo.h',
        `namespace itk {\n/** \\class Foo\n * \\brief ${text.slice(0, 5000).replaceAll('*/', '')}\n */\n` +
          `template <typename T /* ${text.slice(0, 5000).replaceAll('*/', '')} */>\nclass Foo : public Bar<T> {\n};\n}\n`,
      );
      const script =
        `itk_wrap_class("itk::Foo" POINTER)\n  foreach(t ${quoted(text)} b c)\n    itk_wrap_template("\${t}" ${quoted(text)})\n` +
        `  endforeach()\nitk_end_wrap_class()\nhostile(a b)\nset(${quoted(text)} \${ITKT_F} \${WRAP_ITK_REAL})\n` +
        `itk_wrap_include(${quoted(text)})\nitk_wrap_simple_class(${quoted(text)})\n`;
      const lines = script.split('\n');
      const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
      const type = hostileType(text);
      const module = hostileModule(text);
      const evaluation = evaluationOf({
        valueAt: () => ({ values: [{ count: 2, items: [text, text] }], count: 1, setAt: null }),
        generatedBy: () => [{ range: whole, instantiations: type.instantiations }],
        loopsOf: () => [{ variable: 't', range: whole, values: [text, text] }],
        problemsOf: () => [
          { code: 'unset-variable', message: text, range: whole, severity: 'warning', related: [] },
        ],
      } as unknown as Parameters<typeof evaluationOf>[0]);
      const context: FileContext = workspace.context(wrap, script, { type, module, evaluation });
      const { index } = workspace;
      const found = diagnosticsOf(
        {
          ...context,
          inBuild: true,
          messages: [{ tool: 'castxml', severity: 'error', message: text, line: null, name: null }] as never,
        },
        {},
      );
      checkShown(found);
      checkShown(codeActions(context.uri, found));
      checkShown(codeLenses({ facts: context.facts, type, module }, true));
      checkShown(documentSymbols(context.script, context.facts));
      checkShown(workspaceSymbols(index, ''));
      checkShown(documentLinks(context));
      checkShown(inlayHints(context, whole, { counts: true, loopValues: true, parameterNames: true }));
      checkShown(hoverInCxx(3, { type, module }, { commands: true, icons: true }));
      const hovers: (Hover | null)[] = [];
      for (const [line, content] of lines.entries())
        for (let character = 0; character <= Math.min(content.length, 60); character++) {
          // Texts of a megabyte take a while at each position.
          if (text.length > 10_000 && character % 10 !== 1) continue;
          const position = { line, character };
          hovers.push(
            hoverOfName(context, position, { commands: true, icons: true }),
            hoverInWrap(context.script, position, { type, module }, { commands: true, icons: true }),
          );
          checkShown(signatureHelp(context.script, index, position, true));
          const calls = prepareCallHierarchy(context, position);
          checkShown(calls);
          for (const item of calls) checkShown(incomingCalls(index, item));
          if (character % 7 > 1) continue;
          const { items } = completion(context, position, { snippets: true });
          checkShown(items);
          for (const item of items.slice(0, 40)) checkShown(resolveCompletion(item, index, true));
        }
      // A script of several megabytes is skipped.
      if (script.length < 2 ** 21) assert.ok(hovers.some((each) => each !== null));
      checkShown(hovers);
      for (const kind of ['command', 'variable', 'class', 'header', 'type', 'module'] as const)
        for (const name of ['hostile', 'ITKT_F', 'itk::Foo', 'itkFoo.h', 'itkBar', 'ITKMod', text])
          checkShown(resolveCompletion({ label: 'x', data: { kind, name } }, index, true));
    });

    it(`is shown as text in the inputs of a build: ${what}`, async () => {
      const line = text.replace(/[\r\n\s"]/g, '').slice(0, 5000);
      const disk = {
        list: () => Promise.resolve([`${line}.h`]),
        exists: () => Promise.resolve(true),
      };
      for (const flag of [`-I/${line}`, `-D${line}`, `-isystem ${line}`, `-W${line}`])
        checkShown(await hoverInInc(`${flag}\n${flag}\n-I/other\n`, '/b', { line: 1, character: 3 }, disk));
      checkShown(
        await hoverInIndex(`${line}.pkl\n`, `/b/${line}/x.index.txt`, { line: 0, character: 1 }, disk),
      );
      const inc = { text: `-I/${line}\n`, cwd: '/b' };
      checkShown(await hoverInclude(`#include "${line}"`, { line: 0, character: 12 }, inc, disk));
    });
  }

  it('stays inside the code block of a signature as the name of a parameter', async () => {
    const workspace = await Workspace.of({
      '/w/Wrapping/macros.cmake':
        'macro(hostile "a)\n```\n[Repair now](command:itkWrapping.configure)")\nendmacro()\n',
    });
    const { context, position } = workspace.at('hos‸tile(a)');
    const { value } = hoverOfName(context, position, { commands: true, icons: true })
      ?.contents as MarkupContent;
    assert.deepEqual(
      linksOf(value).map((target) => target.replace(/#.*/, '')),
      ['file:///w/Wrapping/macros.cmake'],
    );
    const [fence = ''] = value.split('\n');
    assert.equal(fence, '````cmake');
  });

  it('does not read the clipboard in a snippet', async () => {
    const workspace = await Workspace.of({
      '/w/Wrapping/macros.cmake': 'macro(hostile "a}$CLIPBOARD" b)\nendmacro()\n',
    });
    const { context, position } = workspace.at('host‸');
    const item = completion(context, position, { snippets: true }).items.find(
      ({ label }) => label === 'hostile',
    );
    assert.equal(
      item?.textEdit && 'newText' in item.textEdit && item.textEdit.newText,
      'hostile(${1:a\\}\\$CLIPBOARD} ${2:b})',
    );
  });
});
