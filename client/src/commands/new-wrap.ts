import * as vscode from 'vscode';
import {
  type HeaderClassView,
  type HeaderRequest,
  methods,
  type NewWrapRequest,
  type NewWrapView,
  type UnwrappedClassView,
} from '../../../server/src/shared/protocol';
import { confirmInDialog, showError, showInfo, showWarning } from '../ui/notify';
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
      const given = headerOf(typeof target === 'string' ? vscode.Uri.parse(target) : target);
      const found = given ? await pickClass(all, given) : await pickUnwrapped(all);
      if (!found) return;
      const { header, ofHeader } = found;
      const types = ofHeader.template === null ? [] : await pickTypes(ofHeader.name);
      if (types) await write(all, { header: header.toString(), className: ofHeader.name, types });
    },
  });
}

/** A class with its header. */
interface Found {
  header: vscode.Uri;
  ofHeader: HeaderClassView;
}

/** The header that was named, or the one in the editor. */
function headerOf(target: vscode.Uri | undefined): vscode.Uri | undefined {
  const named = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  return named && /\.(?:h|hxx|hpp)$/.test(named.path) ? named : undefined;
}

/** Asks for one of the classes that are not wrapped yet, those of the open file's module first, or for a header. */
async function pickUnwrapped(all: CommandContext): Promise<Found | undefined> {
  const classes = await all.client.sendRequest<UnwrappedClassView[]>(methods.unwrappedClasses);
  const open = vscode.window.activeTextEditor?.document.uri;
  const module = open && moduleFolder(open);
  const isNear = ({ header }: UnwrappedClassView): boolean =>
    module !== undefined && header.startsWith(`${module.toString()}/`);
  const sorted = [...classes.filter(isNear), ...classes.filter((one) => !isNear(one))];
  const other = { label: vscode.l10n.t('Choose Header…'), icon: 'folder-opened', value: null };
  const picked = await pickOne<UnwrappedClassView | null>(
    [
      ...sorted.map((found) => ({
        label: found.name,
        description: found.module,
        detail: found.brief,
        value: found,
      })),
      other,
    ],
    {
      title: vscode.l10n.t('New .wrap'),
      placeHolder: vscode.l10n.t('A class that is not wrapped yet'),
      matchAll: true,
    },
  );
  if (picked === undefined) return undefined;
  if (picked !== null) return { header: vscode.Uri.parse(picked.header), ofHeader: picked };
  const [header] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('The header of the class to wrap'),
      openLabel: vscode.l10n.t('Choose Header'),
      filters: { [vscode.l10n.t('C++ headers')]: ['h', 'hpp', 'hxx'] },
      ...(module ? { defaultUri: vscode.Uri.joinPath(module, 'include') } : {}),
    })) ?? [];
  return header && pickClass(all, header);
}

/** The folder of the module whose wrapping folder has a file. */
function moduleFolder(file: vscode.Uri): vscode.Uri | undefined {
  return file.path.includes('/wrapping/') ? vscode.Uri.joinPath(file, '../..') : undefined;
}

async function pickClass(all: CommandContext, header: vscode.Uri): Promise<Found | undefined> {
  const request: HeaderRequest = { uri: header.toString() };
  const classes = await all.client.sendRequest<HeaderClassView[]>(methods.headerClasses, request);
  if (classes.length === 0) {
    void showWarning(vscode.l10n.t('{0} defines no class.', vscode.workspace.asRelativePath(header)));
    return undefined;
  }
  const [only] = classes;
  if (classes.length === 1 && only) return { header, ofHeader: only };
  const ofHeader = await pickOne(
    classes.map((found) => ({
      label: found.name,
      description: found.template === null ? '' : `template<${found.template}>`,
      detail: found.brief,
      value: found,
    })),
    { title: vscode.l10n.t('New .wrap'), placeHolder: vscode.l10n.t('The class to wrap') },
  );
  return ofHeader && { header, ofHeader };
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
  const [first] = made.wrappedIn;
  if (first !== undefined) {
    const yes = await confirmInDialog(
      vscode.l10n.t('{0} is wrapped already. Write another .wrap for it?', request.className),
      vscode.l10n.t('Write It Anyway'),
      [
        ...made.wrappedIn.map((file) => vscode.workspace.asRelativePath(vscode.Uri.parse(file))),
        vscode.l10n.t('In one build, two types of the same name overwrite each other’s files.'),
      ].join('\n'),
    );
    if (!yes) return;
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
