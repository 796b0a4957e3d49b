import path from 'node:path';
import * as vscode from 'vscode';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import {
  type InstantiationHit,
  type InstantiationHits,
  type InstantiationRequest,
  methods,
  type WhyChange,
  type WhyRequest,
  type WhyView,
} from '../../../server/src/shared/protocol';
import { confirmInDialog, showInfo, showWarning, whileWorking } from '../ui/notify';
import { ask, type Choice, type Heading, pickAsTyped, pickOne } from '../ui/pick';
import { type CommandContext, register } from './context';
import { runTask } from './run-task';

/** Registers the commands that find an instantiation, and say what would wrap one that does not exist. */
export function registerInstantiationCommands(all: CommandContext): void {
  register(all, {
    'itkWrapping.goToInstantiation': () => goToInstantiation(all),
    'itkWrapping.why': async (given?: unknown) => {
      const text = typeof given === 'string' ? given : await askForText();
      if (text) await answer(all, text);
    },
  });
}

/** What a row of a list leads to. */
type Target =
  | { place: NonNullable<InstantiationHit['place']> }
  | { ask: string }
  | { change: WhyChange }
  | { newWrap: string };

async function goToInstantiation(all: CommandContext): Promise<void> {
  const picked = await pickAsTyped<Target>({
    title: vscode.l10n.t('Go to Instantiation'),
    placeHolder: vscode.l10n.t('Words, an alias, a C++ type, or an expression such as itk.Image[itk.F,2]'),
    value: selectedText(),
    find: (text) => rowsFor(all, text),
  });
  if (picked) await follow(all, picked);
}

async function rowsFor(all: CommandContext, text: string): Promise<(Choice<Target> | Heading)[]> {
  const request: InstantiationRequest = { text };
  const { state, total, hits } = await all.client.sendRequest<InstantiationHits>(
    methods.instantiations,
    request,
  );
  if (state === 'off') return [{ heading: vscode.l10n.t('Nothing is evaluated here.') }];
  if (state === 'evaluating')
    return [{ heading: vscode.l10n.t('The wrapping is still being evaluated. Type again in a moment.') }];
  const heading = { heading: vscode.l10n.t('{0} of {1} instantiations', hits.length, total) };
  const isQuestion = /[[<\n]/.test(text);
  if (hits.length > 0 && !isQuestion) return [heading, ...hits.flatMap(rowOf)];
  const why = {
    label: vscode.l10n.t('Find what would wrap “{0}”', text.trim()),
    icon: 'question',
    value: { ask: text },
  };
  return hits.length > 0 ? [heading, ...hits.flatMap(rowOf)] : text.trim() === '' ? [] : [why];
}

function rowOf({ python, name, module, place }: InstantiationHit): Choice<Target>[] {
  if (place === null) return [];
  const file = path.posix.basename(vscode.Uri.parse(place.uri).path);
  return [
    {
      label: python,
      icon: 'symbol-class',
      description: name,
      detail: `${module} · ${file}:${place.line + 1}`,
      value: { place },
    },
  ];
}

async function follow(all: CommandContext, target: Target): Promise<void> {
  if ('ask' in target) return answer(all, target.ask);
  if ('change' in target) return apply(all, target.change);
  if ('newWrap' in target) return void vscode.commands.executeCommand('itkWrapping.newWrap', target.newWrap);
  await show(target.place);
}

async function show({ uri, line }: NonNullable<InstantiationHit['place']>): Promise<void> {
  const at = new vscode.Position(line, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at, at) });
}

const askForText = (): Thenable<string | undefined> =>
  ask({
    title: vscode.l10n.t('Why Is This Not Wrapped?'),
    prompt: vscode.l10n.t('A Python expression, a C++ type, an alias, or a message of itk'),
    value: selectedText(),
    problem: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a type.') : undefined),
  });

/** The selection in the editor, if it is short enough to be a type or a message. */
function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection).trim() ?? '';
  return text.length <= 500 ? text.replace(/\s+/g, ' ') : '';
}

async function answer(all: CommandContext, text: string): Promise<void> {
  const request: WhyRequest = { text };
  const view = await whileWorking(vscode.l10n.t('Looking for what would wrap this…'), (token) =>
    all.client.sendRequest<WhyView>(methods.why, request, token),
  );
  if (view === undefined) return;
  if (view.problem !== '') return void showWarning(view.problem);
  const { subject, wrapped, changes, nearest, similar, unwrapped, python } = view;
  const rows: (Choice<Target> | Heading)[] = [];
  const section = (heading: string, found: Choice<Target>[]): void => {
    if (found.length > 0) rows.push({ heading }, ...found);
  };
  section(vscode.l10n.t('wrapped by'), wrapped.flatMap(rowOf));
  section(vscode.l10n.t('would wrap it'), changes.map(changeRow));
  section(vscode.l10n.t('closest'), nearest.flatMap(rowOf));
  section(vscode.l10n.t('declared in a header'), unwrapped ? [newWrapRow(unwrapped)] : []);
  section(vscode.l10n.t('written in Python'), python ? [pythonRow(python, subject)] : []);
  const title = python
    ? vscode.l10n.t('Nothing has to wrap {0}', subject)
    : wrapped.length > 0
      ? vscode.l10n.t('{0} is wrapped', subject)
      : vscode.l10n.t('{0} is not wrapped', subject);
  if (rows.length === 0) {
    const meant =
      similar.length > 0 ? ` ${vscode.l10n.t('Did you mean {0}?', similar.slice(0, 3).join(', '))}` : '';
    return void showInfo(`${vscode.l10n.t('Nothing wraps {0}.', subject)}${meant}`);
  }
  const picked = await pickOne(rows, {
    title,
    placeHolder:
      changes.length > 0
        ? vscode.l10n.t('Choose a change to make it, or an instantiation to see its line')
        : unwrapped
          ? vscode.l10n.t('Choose the class to write the file')
          : vscode.l10n.t('Choose an instantiation to see its line'),
    matchAll: true,
  });
  if (picked) await follow(all, picked);
}

function newWrapRow({ header, className }: NonNullable<WhyView['unwrapped']>): Choice<Target> {
  const file = path.posix.basename(vscode.Uri.parse(header).path);
  return {
    label: vscode.l10n.t('Write a .wrap file for {0}', className),
    icon: 'new-file',
    description: file,
    value: { newWrap: header },
  };
}

function pythonRow(place: NonNullable<WhyView['python']>, name: string): Choice<Target> {
  const file = path.posix.basename(vscode.Uri.parse(place.uri).path);
  return {
    label: `itk.${name}`,
    icon: 'symbol-function',
    description: `${file}:${place.line + 1}`,
    value: { place },
  };
}

function changeRow(change: WhyChange): Choice<Target> {
  const { options, lines, added, cost, needs } = change;
  const more = plural(
    added,
    vscode.l10n.t('1 more instantiation in all'),
    vscode.l10n.t('{0} more instantiations in all', added),
  );
  const value = { change };
  const [first, ...others] = lines;
  if (first !== undefined) {
    const file = path.posix.basename(vscode.Uri.parse(first.uri).path);
    const files = new Set(lines.map(({ uri }) => uri)).size;
    const label =
      others.length === 0
        ? vscode.l10n.t('Add a line to {0}', file)
        : vscode.l10n.t('Add {0} lines to {1} and what it needs ({2} files)', lines.length, file, files);
    const detail = joined(more, cost, first.text.trim(), ...needs.slice(0, 1));
    return { label, icon: 'add', detail, value };
  }
  const before = options.map(({ name, from }) =>
    from === null ? vscode.l10n.t('{0} is not set now', name) : vscode.l10n.t('{0} is {1} now', name, from),
  );
  return {
    label: vscode.l10n.t('Configure with {0}', options.map(({ name, to }) => `-D${name}=${to}`).join(' ')),
    icon: 'settings-gear',
    detail: joined(more, cost, ...before, ...needs.slice(0, 1)),
    value,
  };
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

/** Inserts the lines, or configures the build with the options. */
async function apply(all: CommandContext, { options, lines }: WhyChange): Promise<void> {
  const [first] = lines;
  if (first !== undefined) {
    const edit = new vscode.WorkspaceEdit();
    for (const { uri, line, text } of lines)
      edit.insert(vscode.Uri.parse(uri), new vscode.Position(line, 0), `${text}\n`);
    await vscode.workspace.applyEdit(edit);
    return show(first);
  }
  const defines = options.map(({ name, to }) => `${name}=${to}`);
  const shown = defines.map((define) => `-D${define}`).join(' ');
  if (!all.model.view.build) {
    await vscode.env.clipboard.writeText(shown);
    return void showInfo(vscode.l10n.t('Copied {0}. Configure a build with it.', shown));
  }
  const yes = vscode.l10n.t('Configure');
  const isSure = await confirmInDialog(
    vscode.l10n.t('Configure the build with {0}?', shown),
    yes,
    vscode.l10n.t(
      'CMake keeps these values in CMakeCache.txt. The new types are then built with the others.',
    ),
  );
  if (isSure) await runTask(all, { type: 'itkWrap', action: 'configure-with', options: defines });
}
