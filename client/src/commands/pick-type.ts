import * as vscode from 'vscode';
import type { TypeView } from '../../../server/src/shared/protocol';
import type { Row } from '../views/modules-view';
import type { PipelineModel } from '../pipeline-model';
import { pickOne } from '../ui/pick';
import { plural } from '../../../server/src/shared/l10n/localized-plural';

/** The subject of a command, as passed by a link, a code action, a file in the explorer or a row of the sidebar. */
export type Target = { type?: string; module?: string } | Row | vscode.Uri | undefined;

/** The types that the selected rows, the target, the open file or the user names. Empty if the user cancels. */
export async function pickTypes(
  model: PipelineModel,
  target: Target,
  selected: readonly Row[] | undefined,
  title: string,
): Promise<string[]> {
  // The sidebar passes the row that was clicked. If that row is part of the selection, it also passes all selected rows.
  const rows = (selected ?? []).filter((row) => row.kind === 'type');
  if (rows.length > 1) return rows.map(({ name }) => name);
  const type = await pickType(model, target, title);
  return type === undefined ? [] : [type];
}

/** The type that the target, the open file or the user names. Undefined if the user cancels. */
export async function pickType(
  model: PipelineModel,
  target: Target,
  title: string,
): Promise<string | undefined> {
  return namedBy(model, target).type ?? typeOfOpenFile(model)?.name ?? askForType(model, title);
}

/** Asks the user for a type, whatever file is open. */
export async function askForType(model: PipelineModel, title: string): Promise<string | undefined> {
  return pickOne(
    model.allTypes().map(({ name, module, stateLabel, reason }) => ({
      // VS Code puts labels that begin with the typed text first, and people type a type without its prefix.
      label: name.replace(/^itk(?=[A-Z])/, ''),
      value: name,
      description: `${name} · ${module}`,
      detail: [stateLabel, reason].filter(Boolean).join(' · '),
    })),
    { title, placeHolder: vscode.l10n.t('A wrapped type'), matchAll: true },
  );
}

/** The module that the target names, either directly or through one of its types. */
export function moduleOf(model: PipelineModel, target: Target): string | undefined {
  const { module, type } = namedBy(model, target);
  return module ?? (type === undefined ? undefined : model.type(type)?.module);
}

/** The module that the target, the open file or the user names. Undefined if the user cancels. */
export async function pickModule(
  model: PipelineModel,
  target: Target,
  title: string,
): Promise<string | undefined> {
  const known = moduleOf(model, target) ?? typeOfOpenFile(model)?.module;
  if (known !== undefined) return known;
  return pickOne(
    model.allModules().map(({ name, stateLabel, types }) => ({
      label: name,
      value: name,
      description: stateLabel,
      detail: plural(types.length, vscode.l10n.t('1 type'), vscode.l10n.t('{0} types', types.length)),
    })),
    { title, placeHolder: vscode.l10n.t('A module') },
  );
}

/** The type or module that the target itself names. Empty if it names neither. */
function namedBy(model: PipelineModel, target: Target): { type?: string; module?: string } {
  if (target instanceof vscode.Uri) {
    const own = model.typeOfUri(target);
    return own ? { type: own.name } : {};
  }
  if (!target || !('kind' in target)) return target ?? {};
  if (target.kind === 'type') return { type: target.name };
  if (target.kind === 'instantiation') return { type: target.type };
  return target.kind === 'module' ? { module: target.name } : {};
}

function typeOfOpenFile(model: PipelineModel): TypeView | undefined {
  const open = vscode.window.activeTextEditor;
  return open && model.typeOfUri(open.document.uri);
}
