import path from 'node:path';
import * as vscode from 'vscode';
import {
  commands,
  type ExplanationView,
  methods,
  type TypeRequest,
} from '../../../server/src/shared/protocol';
import { code, escape } from '../../../server/src/shared/markdown';
import { type CommandContext, register } from './context';
import { pickType, type Target } from './pick-type';

const SCHEME = 'itk-wrap-explain';
/** VS Code's own preview of Markdown as an editor, whose tab has the name of the document. */
const PREVIEW = 'vscode.markdown.preview.editor';

/** Registers the command that explains in a read-only page why a type hits or misses, input by input. */
export function registerExplainCommand(all: CommandContext): void {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  all.extension.subscriptions.push(
    changes,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changes.event,
      async provideTextDocumentContent(uri) {
        const type = uri.query;
        const request: TypeRequest = { type };
        const found = await all.client.sendRequest<ExplanationView | null>(methods.explain, request);
        return found
          ? explanationText(found)
          : vscode.l10n.t('The build does not say how castxml runs for {0}.', type);
      },
    }),
    // An open page stays up to date: it is rewritten when the state of its type changes.
    all.model.onDidChange((change) => {
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme !== SCHEME) continue;
        const type = uri.query;
        if (change === null || change.types.includes(type)) changes.fire(uri);
      }
    }),
  );
  register(all, {
    [commands.explain]: async (target: Target) => {
      const type = await pickType(all.model, target, vscode.l10n.t('Explain'));
      if (!type) return;
      const uri = pageOf(type);
      changes.fire(uri);
      await vscode.commands.executeCommand('vscode.openWith', uri, PREVIEW);
    },
  });
}

/** The page about a type. The last part of the path is the title of its tab. */
function pageOf(type: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${vscode.l10n.t('{0} explained', type)}`, query: type });
}

function explanationText({ type, stateLabel, reason, l1, l2, root, inputs }: ExplanationView): string {
  const different = inputs.filter(({ state }) => state !== 'same' && state !== 'unknown');
  const same = inputs.filter(({ state }) => state === 'same');
  const unknown = inputs.filter(({ state }) => state === 'unknown');
  const table = (rows: typeof inputs): string[] => [
    `| ${vscode.l10n.t('input')} | ${vscode.l10n.t('state')} | ${vscode.l10n.t('file or value')} |`,
    '|---|---|---|',
    ...rows.map(
      ({ kind, subject, stateLabel: label }) => `| ${kind} | ${label} | ${inTable(code(shown(subject)))} |`,
    ),
    '',
  ];
  return [
    `# ${escape(type)}: ${escape(stateLabel)}${reason ? ` · ${escape(reason)}` : ''}`,
    '',
    `L1 ${code(l1)}  `,
    `L2 ${l2 ? code(l2) : vscode.l10n.t('known after the first run')}  `,
    root ? vscode.l10n.t('The XML is in {0}.', code(root)) : vscode.l10n.t('The XML is not in any root.'),
    '',
    ...(different.length > 0 ? [`## ${vscode.l10n.t('What is different')}`, '', ...table(different)] : []),
    ...(unknown.length > 0 ? [`## ${vscode.l10n.t('What is not recorded yet')}`, '', ...table(unknown)] : []),
    // Hundreds of headers, which nobody wants to scroll past.
    ...(same.length > 0
      ? [
          '<details><summary>',
          '',
          vscode.l10n.t('What is the same ({0})', same.length),
          '',
          '</summary>',
          '',
          ...table(same),
          '</details>',
        ]
      : []),
  ].join('\n');
}

/** A path relative to the workspace if it is inside. Long paths wrap in the middle of a table. */
const shown = (subject: string): string =>
  path.isAbsolute(subject) ? vscode.workspace.asRelativePath(subject) : subject;
/** A vertical bar would end the table cell, even inside code. */
const inTable = (text: string): string => text.replaceAll('|', '\\|');
