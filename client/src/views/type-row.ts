import * as vscode from 'vscode';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import type { NewTypeView, TypeView } from '../../../server/src/shared/protocol';
import { stateWords, type CacheState } from '../../../server/src/shared/state-words';
import type { WorkState } from '../tasks/work-in-progress';
import { Tooltip } from '../ui/tooltip';
import { opening, treeItem } from '../ui/tree-item';
import { stateIcon, typeIcon } from './icons';
import { stateConditions } from './modules-filter';
import { addConfigure, addFiles } from './row-details';

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
  const swig = type.swigState === 'stale' ? type.swig : '';
  const state = [type.stateLabel, type.reason, xml, swig].filter(Boolean).join(' · ');
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
  if (lost) addFiles(tooltip.text(lost), missing);
  if (configure) addConfigure(tooltip, configure);
  if (type.staleBecause)
    tooltip.text(vscode.l10n.t('The XML is stale because this file changed:'), type.staleBecause);
  if (type.otherCommand)
    tooltip.text(
      vscode.l10n.t(
        'The XML is stale because another command made it than the one that the build has now, or a run that was interrupted.',
      ),
    );
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
    description: [busy, lost, configure?.shortLabel, why, xmlText, swig, withModule ? type.module : '']
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
