import * as vscode from 'vscode';
import type { ModuleView, TypeView } from '../../../server/src/shared/protocol';
import { stateWords } from '../../../server/src/shared/state-words';
import { countHits } from '../../../server/src/shared/states/counts';
import type { WorkState } from '../tasks/work-in-progress';
import { Tooltip } from '../ui/tooltip';
import { treeItem } from '../ui/tree-item';
import { moduleIcon, stateIcon } from './icons';
import { addFiles } from './row-details';

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
    tooltip: addFiles(
      new Tooltip().title(module.name, module.stateLabel).text(module.consequence ?? ''),
      module.missing,
    ),
    spoken: vscode.l10n.t('Module {0}, {1}', module.name, spoken),
  });
}

const troubleOf = (state: ModuleView['state']): string =>
  state === 'complete' || state === 'unknown' ? '' : stateWords[state].label;
