import * as vscode from 'vscode';
import {
  type HeaderClassView,
  type HeaderRequest,
  methods,
  type NewWrapRequest,
  type NewWrapView,
} from '../../../server/src/shared/protocol';
import { showError, showInfo, showWarning } from '../ui/notify';
import { pickMany, pickOne } from '../ui/pick';
import { type CommandContext, register } from './context';

/** ITK's lists of pixel types, with the types in each. */
const typeLists = (): [name: string, content: string][] => [
  ['WRAP_ITK_SCALAR', vscode.l10n.t('integers and reals that the build wraps')],
  ['WRAP_ITK_REAL', 'float, double'],
  ['WRAP_ITK_INT', vscode.l10n.t('signed and unsigned integers')],
  ['WRAP_ITK_USIGN_INT', vscode.l10n.t('unsigned integers')],
  ['WRAP_ITK_SIGN_INT', vscode.l10n.t('signed integers')],
  ['WRAP_ITK_RGB', vscode.l10n.t('RGB pixels')],
  ['WRAP_ITK_RGBA', vscode.l10n.t('RGBA pixels')],
  ['WRAP_ITK_VECTOR_REAL', vscode.l10n.t('vectors of reals')],
  ['WRAP_ITK_COV_VECTOR_REAL', vscode.l10n.t('covariant vectors of reals')],
  ['WRAP_ITK_COMPLEX_REAL', vscode.l10n.t('complex numbers')],
];

/**
 * Registers the command that creates a `.wrap` for a class of a header. It asks for the class and the types, writes the file
 * and opens it.
 */
export function registerNewWrapCommand(all: CommandContext): void {
  register(all, {
    // A quick fix passes the header's URI as a string.
    'itkWrapping.newWrap': async (target?: vscode.Uri | string) => {
      const header = await pickHeader(typeof target === 'string' ? vscode.Uri.parse(target) : target);
      const found = header && (await pickClass(all, header));
      if (!found) return;
      const types = found.template === null ? [] : await pickTypes(found.name);
      if (types) await write(all, { header: header.toString(), className: found.name, types });
    },
  });
}

async function pickHeader(target: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const open = vscode.window.activeTextEditor?.document.uri;
  const named = target instanceof vscode.Uri ? target : open;
  if (named && /\.(?:h|hxx|hpp)$/.test(named.path)) return named;
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('The header of the class to wrap'),
      openLabel: vscode.l10n.t('Choose Header'),
      filters: { [vscode.l10n.t('C++ headers')]: ['h', 'hpp', 'hxx'] },
    })) ?? [];
  return picked;
}

async function pickClass(all: CommandContext, header: vscode.Uri): Promise<HeaderClassView | undefined> {
  const request: HeaderRequest = { uri: header.toString() };
  const classes = await all.client.sendRequest<HeaderClassView[]>(methods.headerClasses, request);
  if (classes.length === 0) {
    void showWarning(vscode.l10n.t('{0} defines no class.', vscode.workspace.asRelativePath(header)));
    return undefined;
  }
  if (classes.length === 1) return classes[0];
  return pickOne(
    classes.map((found) => ({
      label: found.name,
      description: found.template === null ? '' : `template<${found.template}>`,
      detail: found.brief,
      value: found,
    })),
    { title: vscode.l10n.t('New .wrap'), placeHolder: vscode.l10n.t('The class to wrap') },
  );
}

async function pickTypes(className: string): Promise<string[] | undefined> {
  const picked = await pickMany(
    typeLists().map(([label, description], index) => ({
      label,
      value: label,
      description,
      picked: index === 0,
    })),
    {
      title: vscode.l10n.t('New .wrap for {0}', className),
      placeHolder: vscode.l10n.t('For which pixel types?'),
    },
  );
  return picked?.length ? picked : undefined;
}

async function write(all: CommandContext, request: NewWrapRequest): Promise<void> {
  const made = await all.client.sendRequest<NewWrapView>(methods.newWrap, request);
  const uri = vscode.Uri.parse(made.uri);
  if (made.exists) {
    void showWarning(
      vscode.l10n.t('{0} already exists. It was opened unchanged.', vscode.workspace.asRelativePath(uri)),
    );
    await vscode.window.showTextDocument(uri);
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: Buffer.from(made.text), overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    void showError(vscode.l10n.t('Cannot write {0}.', uri.fsPath));
    return;
  }
  await vscode.window.showTextDocument(uri);
  const configure = vscode.l10n.t('Configure');
  const choice = await showInfo(
    vscode.l10n.t('CMake finds a new .wrap file when it runs again.'),
    ...(all.model.view.build ? [configure] : []),
  );
  if (choice === configure) await vscode.commands.executeCommand('itkWrapping.configure');
}
