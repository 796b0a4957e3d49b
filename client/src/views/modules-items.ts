import path from 'node:path';
import * as vscode from 'vscode';
import type {
  ConfigureView,
  ModuleView,
  NewTypeView,
  ProblemView,
  TypeView,
} from '../../../server/src/shared/protocol';
import { stateWords, type CacheState } from '../../../server/src/shared/state-words';
import { countHits } from '../../../server/src/shared/states/counts';
import { moduleIcon, stateIcon, typeIcon } from './icons';
import { stateConditions } from './modules-filter';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import type { WorkState } from '../tasks/work-in-progress';
import { Tooltip } from '../ui/tooltip';
import { opening, treeItem } from '../ui/tree-item';

const FILES_SHOWN = 10;
const NAMES_SHOWN = 8;

/** The row of a module. `work` says whether igenerator runs for it or is queued. */
export function moduleItem(
  module: ModuleView,
  types: readonly TypeView[],
  work?: WorkState,
): vscode.TreeItem {
  const hits = countHits(types);
  const known = types.some(({ state }) => state !== 'unknown');
  const share = known ? vscode.l10n.t('{0}/{1} hit', hits, types.length) : '';
  // There is little room. Problems come first, and a module without problems needs no words.
  const wrong = module.damaged.length > 0 ? vscode.l10n.t('pkl damaged') : troubleOf(module.state);
  const trouble = work ? stateWords[work].label : wrong;
  const changing = types.filter(({ configure }) => configure !== null).length;
  const configure = changing > 0 ? vscode.l10n.t('{0} to reconfigure', changing) : '';
  // In a new build no module has run yet, so the hits are more informative.
  const parts =
    module.state === 'never-run' && !work ? [share, configure, trouble] : [trouble, configure, share];
  const spoken = [work ? stateWords[work].label : '', module.stateLabel, configure, share]
    .filter(Boolean)
    .join(', ');
  return treeItem({
    label: module.name,
    id: `module ${module.name}`,
    state: 'collapsed',
    icon: work ? stateIcon(work) : moduleIcon(module.state, hits === types.length),
    description: parts.filter(Boolean).join(' · '),
    context: `module.${module.state}`,
    tooltip: new Tooltip()
      .title(module.name, module.stateLabel)
      .text(module.consequence ?? '')
      .list(
        module.missing.map((file) => path.basename(file)),
        FILES_SHOWN,
        andMore,
      ),
    spoken: vscode.l10n.t('Module {0}, {1}', module.name, spoken),
  });
}

const troubleOf = (state: ModuleView['state']): string =>
  state === 'complete' || state === 'unknown' ? '' : stateWords[state].label;

/** What the row of a type shows besides the type's own state. */
export interface TypeRowExtras {
  /** Its igenerator outputs that are gone. */
  missing: readonly string[];
  /** Whether to add the name of its module. */
  withModule: boolean;
  /** Whether CastXML or SWIG runs for it or is queued. */
  work: WorkState | undefined;
}

/** The row of a type. */
export function typeItem(type: TypeView, { missing, withModule, work }: TypeRowExtras): vscode.TreeItem {
  const { name, instantiations, configure } = type;
  const xml = type.xmlState !== 'stale' && type.xmlState !== 'missing' ? '' : `XML ${type.xmlState}`;
  const xmlText = type.xmlState === 'missing' ? vscode.l10n.t('no XML') : xml;
  const state = [type.stateLabel, type.reason, xml].filter(Boolean).join(' · ');
  // The icon already says MISS, so the reason comes first if there is room for only a few letters.
  const why = type.reason ?? type.stateLabel;
  const lost =
    missing.length === 0
      ? ''
      : plural(
          missing.length,
          vscode.l10n.t('1 pkl file missing'),
          vscode.l10n.t('{0} pkl files missing', missing.length),
        );
  const tooltip = new Tooltip().title(name, state);
  if (lost)
    tooltip.text(lost).list(
      missing.map((file) => path.basename(file)),
      FILES_SHOWN,
      andMore,
    );
  if (configure) addConfigure(tooltip, configure);
  if (type.staleBecause)
    tooltip.text(vscode.l10n.t('The XML is stale because this file changed:'), type.staleBecause);
  tooltip
    .text(
      plural(
        instantiations,
        vscode.l10n.t('1 instantiation'),
        vscode.l10n.t('{0} instantiations', instantiations),
      ),
    )
    .text(type.l1 ? 'L1' : vscode.l10n.t('L1: not computed yet'), type.l1 ?? undefined)
    .text(type.l2 ? 'L2' : vscode.l10n.t('L2: known after the first run'), type.l2 ?? undefined);
  const busy = work ? stateWords[work].label : '';
  const spoken = [busy, lost, configure?.label, state].filter(Boolean).join(', ');
  return treeItem({
    label: name,
    id: `type ${name}`,
    ...(instantiations > 0 ? { state: 'collapsed' as const } : {}),
    icon: work ? stateIcon(work) : lost ? stateIcon('pkl-missing') : typeIcon(type.state, type.neverCached),
    description: [busy, lost, configure?.shortLabel, why, xmlText, withModule ? type.module : '']
      .filter(Boolean)
      .join(' · '),
    context: `type.${type.state}.${type.xmlState}${type.wrap ? '.wrap' : ''}${configure ? '.configure' : ''}`,
    tooltip,
    command: opening(vscode.Uri.parse(type.wrap ?? type.cxx), { preserveFocus: true }),
    spoken: vscode.l10n.t('Type {0}, {1}', name, spoken),
  });
}

/** A type in the sources that the build gets when CMake runs again. */
export function newTypeItem({ name, wrap, configure }: NewTypeView): vscode.TreeItem {
  const tooltip = new Tooltip().title(name);
  addConfigure(tooltip, configure);
  return treeItem({
    label: name,
    id: `new ${name}`,
    icon: new vscode.ThemeIcon('diff-added', new vscode.ThemeColor('gitDecoration.addedResourceForeground')),
    description: vscode.l10n.t('new: configure to build it'),
    tooltip,
    context: 'new.configure',
    ...(wrap ? { command: opening(vscode.Uri.parse(wrap), { preserveFocus: true }) } : {}),
    spoken: vscode.l10n.t('New type {0}, {1}', name, configure.label),
  });
}

function addConfigure(tooltip: Tooltip, configure: ConfigureView): void {
  const { label, stateLabel, added, removed, changed } = configure;
  tooltip
    .text([label, stateLabel].filter(Boolean).join(' · '))
    .list(added, NAMES_SHOWN, andMore, '+')
    .list(removed, NAMES_SHOWN, andMore, '−')
    .list(changed, NAMES_SHOWN, andMore, '~');
}

const andMore = (rest: number): string => vscode.l10n.t('… and {0} more', rest);

/** The row of an instantiation. */
export function instantiationItem(
  row: { type: string; name: string; cppType: string; line: number },
  cxx: string | undefined,
): vscode.TreeItem {
  const at = new vscode.Range(row.line, 0, row.line, 0);
  return treeItem({
    label: row.name,
    id: `instantiation ${row.type} ${row.name}`,
    icon: new vscode.ThemeIcon('symbol-class'),
    description: row.cppType,
    tooltip: new Tooltip().block('cpp', row.cppType),
    context: 'instantiation',
    ...(cxx ? { command: opening(vscode.Uri.parse(cxx), { selection: at }) } : {}),
  });
}

/** The row of a group of types with the same state. */
export function groupItem(state: CacheState, count: number): vscode.TreeItem {
  return treeItem({
    label: stateConditions().find((condition) => condition.state === state)?.label ?? state,
    id: `group ${state}`,
    state: 'collapsed',
    icon: typeIcon(state),
    description: plural(count, vscode.l10n.t('1 type'), vscode.l10n.t('{0} types', count)),
    context: 'group',
  });
}

/** The row of a problem of the build. */
export function problemItem(problem: ProblemView): vscode.TreeItem {
  return treeItem({
    label: problem.message,
    icon: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
    description: problem.next,
    tooltip: `${problem.message}\n\n${problem.next}`,
    context: 'problem',
    command: {
      command: 'itkWrapping.showProblem',
      title: vscode.l10n.t('Choose an Action'),
      arguments: [problem],
    },
  });
}
