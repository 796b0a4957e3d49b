import path from 'node:path';
import * as vscode from 'vscode';
import type { ConfigureView } from '../../../server/src/shared/protocol';
import type { Tooltip } from '../ui/tooltip';

const FILES_SHOWN = 10;
const NAMES_SHOWN = 8;

/** Lists files by their names. */
export function addFiles(tooltip: Tooltip, files: readonly string[]): Tooltip {
  return tooltip.list(
    files.map((file) => path.basename(file)),
    FILES_SHOWN,
    andMore,
  );
}

/** Says what configuring would change. */
export function addConfigure(tooltip: Tooltip, configure: ConfigureView): void {
  const { label, stateLabel, added, removed, changed } = configure;
  tooltip
    .text([label, stateLabel].filter(Boolean).join(' · '))
    .list(added, NAMES_SHOWN, andMore, '+')
    .list(removed, NAMES_SHOWN, andMore, '−')
    .list(changed, NAMES_SHOWN, andMore, '~');
}

const andMore = (rest: number): string => vscode.l10n.t('… and {0} more', rest);
