import * as vscode from 'vscode';
import type {
  CacheState,
  ConfigureView,
  ModuleView,
  NewTypeView,
  ProblemView,
  TypeView,
} from '../../server/src/protocol';
import { moduleIcon, typeIcon } from './icons';
import { stateConditions } from './modulesFilter';

/** How the rows of *Modules* look. */
export function moduleItem(module: ModuleView, types: readonly TypeView[]): vscode.TreeItem {
  const hits = types.filter(({ state }) => state === 'hit' || state === 'hit-l2').length;
  const item = new vscode.TreeItem(module.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `module ${module.name}`;
  item.iconPath = moduleIcon(module.state);
  const known = types.some(({ state }) => state !== 'unknown');
  const share = known ? vscode.l10n.t('{0}/{1} hit', hits, types.length) : '';
  // There is room for little: what is to be put right comes first, and what is well needs no words.
  const trouble = troubleText(module);
  const changing = types.filter(({ configure }) => configure !== null).length;
  const configure = changing > 0 ? vscode.l10n.t('{0} need configure', changing) : '';
  // In a new build no module has run: there the hits tell more.
  const parts = module.state === 'never-run' ? [share, configure, trouble] : [trouble, configure, share];
  item.description = parts.filter(Boolean).join(' · ');
  item.contextValue = `module.${module.state}`;
  item.tooltip = new vscode.MarkdownString(
    [
      `**${module.name}**: ${module.stateLabel}`,
      module.consequence ?? '',
      ...module.missing.slice(0, 10).map((file) => `- \`${file}\``),
      ...(module.missing.length > 10 ? [vscode.l10n.t('… and {0} more', module.missing.length - 10)] : []),
    ].join('\n\n'),
  );
  const spoken = [module.stateLabel, configure, share].filter(Boolean).join(', ');
  item.accessibilityInformation = { label: vscode.l10n.t('Module {0}, {1}', module.name, spoken) };
  return item;
}

/** What is to be put right in a module, short enough for a row; its tooltip says all. */
function troubleText({ state, stateLabel }: ModuleView): string {
  if (state === 'complete' || state === 'unknown') return '';
  return state === 'never-run' ? vscode.l10n.t('never run') : stateLabel;
}

export function typeItem(type: TypeView, withModule: boolean): vscode.TreeItem {
  const foldable =
    type.instantiations > 0
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(type.name, foldable);
  item.id = `type ${type.name}`;
  item.iconPath = typeIcon(type.state);
  const xml = type.xmlState !== 'stale' && type.xmlState !== 'missing' ? '' : `XML ${type.xmlState}`;
  const xmlText = type.xmlState === 'missing' ? vscode.l10n.t('no XML') : xml;
  const state = [type.stateLabel, type.reason, xml].filter(Boolean).join(' · ');
  // The icon says MISS: where there is room for a few letters only, why is what to read.
  const why = type.reason ?? type.stateLabel;
  const configure = type.configure && configureText(type.configure);
  item.description = [configure, why, xmlText, withModule ? type.module : ''].filter(Boolean).join(' · ');
  item.contextValue = `type.${type.state}.${type.xmlState}${type.wrap ? '.wrap' : ''}${configure ? '.configure' : ''}`;
  item.tooltip = new vscode.MarkdownString(
    [
      `**${type.name}**: ${state}`,
      ...(type.configure ? configureLines(type.configure) : []),
      type.staleBecause ? vscode.l10n.t('The XML is stale because of `{0}`.', type.staleBecause) : '',
      vscode.l10n.t('{0} instantiations', type.instantiations),
      `L1 \`${type.l1 ?? vscode.l10n.t('not computed yet')}\``,
      `L2 \`${type.l2 ?? vscode.l10n.t('known after the first run')}\``,
    ].join('\n\n'),
  );
  const target = type.wrap ?? type.cxx;
  item.command = {
    command: 'vscode.open',
    title: vscode.l10n.t('Open'),
    arguments: [vscode.Uri.parse(target), { preserveFocus: true }],
  };
  const spoken = [type.configure?.label, state].filter(Boolean).join(', ');
  item.accessibilityInformation = { label: vscode.l10n.t('Type {0}, {1}', type.name, spoken) };
  return item;
}

/** A type of the sources that the build gets when CMake runs again. */
export function newTypeItem({ name, wrap, configure }: NewTypeView): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.id = `new ${name}`;
  item.iconPath = new vscode.ThemeIcon(
    'diff-added',
    new vscode.ThemeColor('gitDecoration.addedResourceForeground'),
  );
  item.description = vscode.l10n.t('new: configure to build it');
  item.tooltip = new vscode.MarkdownString([`**${name}**`, ...configureLines(configure)].join('\n\n'));
  item.contextValue = 'new.configure';
  if (wrap)
    item.command = {
      command: 'vscode.open',
      title: vscode.l10n.t('Open'),
      arguments: [vscode.Uri.parse(wrap), { preserveFocus: true }],
    };
  item.accessibilityInformation = { label: vscode.l10n.t('New type {0}, {1}', name, configure.label) };
  return item;
}

/** What the next configure does to a type, short enough for a row: `configure: +3 −1`. */
function configureText({ kind, added, removed, changed }: ConfigureView): string {
  if (kind === 'gone') return vscode.l10n.t('gone with the next configure');
  const counts = [
    added.length > 0 ? `+${added.length}` : '',
    removed.length > 0 ? `−${removed.length}` : '',
    changed.length > 0 ? `~${changed.length}` : '',
  ].filter(Boolean);
  return counts.length > 0
    ? vscode.l10n.t('configure: {0}', counts.join(' '))
    : vscode.l10n.t('configure needed');
}

const NAMES_SHOWN = 8;

function configureLines({ label, stateLabel, added, removed, changed }: ConfigureView): string[] {
  const names = [
    ...added.map((name) => `+ \`${name}\``),
    ...removed.map((name) => `− \`${name}\``),
    ...changed.map((name) => `~ \`${name}\``),
  ];
  const more = names.length - NAMES_SHOWN;
  return [
    [label, stateLabel].filter(Boolean).join(' · '),
    ...names.slice(0, NAMES_SHOWN),
    ...(more > 0 ? [vscode.l10n.t('… and {0} more', more)] : []),
  ];
}

export function instantiationItem(
  row: { type: string; name: string; cppType: string; line: number },
  cxx: string | undefined,
): vscode.TreeItem {
  const item = new vscode.TreeItem(row.name, vscode.TreeItemCollapsibleState.None);
  item.id = `instantiation ${row.type} ${row.name}`;
  item.iconPath = new vscode.ThemeIcon('symbol-class');
  item.description = row.cppType;
  item.tooltip = new vscode.MarkdownString().appendCodeblock(row.cppType, 'cpp');
  item.contextValue = 'instantiation';
  if (cxx)
    item.command = {
      command: 'vscode.open',
      title: vscode.l10n.t('Open'),
      arguments: [vscode.Uri.parse(cxx), { selection: new vscode.Range(row.line, 0, row.line, 0) }],
    };
  return item;
}

export function groupItem(state: CacheState, count: number): vscode.TreeItem {
  const label = stateConditions().find((condition) => condition.state === state)?.label ?? state;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `group ${state}`;
  item.iconPath = typeIcon(state);
  item.description = count === 1 ? vscode.l10n.t('1 type') : vscode.l10n.t('{0} types', count);
  item.contextValue = 'group';
  return item;
}

export function problemItem(problem: ProblemView): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.description = problem.next;
  item.tooltip = `${problem.message}\n\n${problem.next}`;
  item.contextValue = 'problem';
  item.command = {
    command: 'itkWrapping.showProblem',
    title: vscode.l10n.t('What to do'),
    arguments: [problem],
  };
  return item;
}
