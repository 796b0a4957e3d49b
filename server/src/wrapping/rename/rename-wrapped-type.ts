import * as l10n from '@vscode/l10n';
import type { Script } from '../../cmake/syntax/ast';
import { visitCommands } from '../../cmake/syntax/visit';
import type { RenameRefusal } from './rename-claim';
import { wordPattern } from './rename-reading';
import type { SourceText } from './rename-sources';
import type { WorkspaceIndex } from '../index/workspace-index';

/** The refusal if a place other than the module's order names a type, or null if there is none. */
export function otherPlacesOfType(
  name: string,
  sources: readonly SourceText[],
  index: WorkspaceIndex,
  parse: (text: string) => Script,
): RenameRefusal | null {
  for (const { file, text, kind } of sources) {
    if (kind !== 'script' || !wordPattern(name, 'variable').test(text)) continue;
    const script = parse(text);
    const facts = index.read(file, script);
    const listed = facts.occurrences.filter((one) => one.kind === 'type' && one.name === name);
    for (const { command } of visitCommands(script.statements)) {
      if (command.name.toLowerCase() === 'message') continue;
      for (const { text: value, range } of command.args) {
        if (!value.split(/[;|^$()]/).includes(name)) continue;
        const isListed = listed.some(
          (one) => one.range.start.line >= range.start.line && one.range.end.line <= range.end.line,
        );
        if (isListed || /^itk_wrap_(?:named_)?(?:simple_)?class$/i.test(command.name)) continue;
        return {
          message: l10n.t('This names {0} too, and may mean the type.', name),
          location: { file, range },
        };
      }
    }
  }
  return null;
}
