import * as vscode from 'vscode';
import {
  commands,
  methods,
  type TypeDetails,
  type TypeRequest,
  type TypeView,
} from '../../../server/src/shared/protocol';
import { showBriefly } from '../ui/brief-message';
import { showInfo } from '../ui/notify';
import { pickOne } from '../ui/pick';
import { type CommandContext, register } from './context';
import { askForType, pickType, type Target } from './pick-type';

/** Registers the commands that open a file of a type, or copy something from it. */
export function registerOpenCommands(all: CommandContext): void {
  const { model } = all;
  const typeOf = async (target: Target, title: string): Promise<TypeView | undefined> => {
    const name = await pickType(model, target, title);
    return name === undefined ? undefined : model.type(name);
  };
  register(all, {
    [commands.copyKey]: (key: string) => copy(key, vscode.l10n.t('the key')),
    [commands.openFile]: (uri: string) => open(uri),
    'itkWrapping.goToType': async () => {
      const name = await askForType(model, vscode.l10n.t('Go to type'));
      const type = name === undefined ? undefined : model.type(name);
      if (!type) return;
      await open(type.wrap ?? type.cxx);
      await all.modulesView.reveal('type', type.name, false);
    },
    'itkWrapping.openWrap': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Open .wrap'));
      if (type) await open(type.wrap ?? type.cxx);
    },
    'itkWrapping.openXml': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Open XML'));
      if (type) await openMade(type.xml, type, 'castxml');
    },
    'itkWrapping.openGenerated': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Open a generated file'));
      if (type) await pickFile(all, type, 'generated', vscode.l10n.t('A generated file of {0}', type.name));
    },
    'itkWrapping.openInterface': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Open SWIG interface'));
      if (!type) return;
      const details = await detailsOf(all, type);
      const found = details?.generated.find(({ label }) => label === `${type.name}.i`);
      if (found) await open(found.uri);
      else notMade(`${type.name}.i`, 'igenerator', { module: type.module });
    },
    'itkWrapping.openHeader': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Open a header'));
      if (type) await pickFile(all, type, 'headers', vscode.l10n.t('A header that {0} includes', type.name));
    },
    'itkWrapping.copyL1': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Copy L1 key'));
      if (type) await copyOf(type, 'l1', 'L1');
    },
    'itkWrapping.copyL2': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Copy L2 key'));
      if (type) await copyOf(type, 'l2', 'L2');
    },
    'itkWrapping.copyName': (row: Target) =>
      row && 'name' in row && typeof row.name === 'string' ? copy(row.name, row.name) : undefined,
    'itkWrapping.revealInSidebar': async (target: Target) => {
      const type = await typeOf(target, vscode.l10n.t('Show in the sidebar'));
      if (type) await all.modulesView.reveal('type', type.name, true);
    },
  });
}

async function copyOf(type: TypeView, key: 'l1' | 'l2', label: string): Promise<void> {
  const value = type[key];
  if (value) return copy(value, vscode.l10n.t('the {0} key of {1}', label, type.name));
  const run = vscode.l10n.t('Run CastXML');
  const choice = await showInfo(
    key === 'l2'
      ? vscode.l10n.t('The L2 key of {0} is known after its first run.', type.name)
      : vscode.l10n.t('The L1 key of {0} is not computed yet.', type.name),
    ...(key === 'l2' ? [run] : []),
  );
  if (choice === run) await vscode.commands.executeCommand(commands.runCastxml, { type: type.name });
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  showBriefly(vscode.l10n.t('Copied {0}.', what));
}

const open = (uri: string): Thenable<unknown> =>
  vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri));

/** Opens a file that a stage creates. If the file does not exist, offers to run the stage. */
async function openMade(uri: string, type: TypeView, stage: 'castxml' | 'igenerator'): Promise<void> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.parse(uri));
  } catch {
    notMade(uri.slice(uri.lastIndexOf('/') + 1), stage, { type: type.name, module: type.module });
    return;
  }
  await open(uri);
}

function notMade(file: string, stage: 'castxml' | 'igenerator', target: Target): void {
  const run = stage === 'castxml' ? vscode.l10n.t('Run CastXML') : vscode.l10n.t('Run igenerator');
  void showInfo(vscode.l10n.t('{0} does not exist yet. {1} creates it.', file, stage), run).then((choice) => {
    if (choice !== run) return;
    const command = stage === 'castxml' ? commands.runCastxml : commands.runIgenerator;
    void vscode.commands.executeCommand(command, target);
  });
}

async function pickFile(
  all: CommandContext,
  type: TypeView,
  which: 'generated' | 'headers',
  placeHolder: string,
): Promise<void> {
  const files = (await detailsOf(all, type))?.[which] ?? [];
  if (files.length === 0) {
    void showInfo(vscode.l10n.t('{0} has no such file yet. Run CMake, then castxml.', type.name));
    return;
  }
  const picked = await pickOne(
    files.map(({ label, uri }) => ({
      label,
      description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(vscode.Uri.parse(uri), '..')),
      value: uri,
    })),
    { title: type.name, placeHolder },
  );
  if (picked !== undefined) await open(picked);
}

function detailsOf(all: CommandContext, { name }: TypeView): Promise<TypeDetails | null> {
  const request: TypeRequest = { type: name };
  return all.client.sendRequest<TypeDetails | null>(methods.typeDetails, request);
}
