import * as l10n from '@vscode/l10n';
import type { DocumentLink } from 'vscode-languageserver';
import { oneLine } from '../../shared/plain-text';
import { definitionOfClass } from '../../wrapping/index/variable-kind';
import { toUri } from '../translate/to-protocol';
import type { FileContext } from '../session/file-context';

/**
 * Links from names to the files that they mean: the headers of classes and includes, and the `.wrap` files of types in an
 * order.
 */
export function documentLinks({ facts, index }: FileContext): DocumentLink[] {
  return facts.occurrences.flatMap(({ kind, name, range }): DocumentLink[] => {
    if (name.includes('${')) return [];
    switch (kind) {
      case 'class': {
        const [target] = definitionOfClass(index, name);
        if (!target) return [];
        const line = target.range.start.line + 1;
        return [
          {
            range,
            target: `${toUri(target.file)}#L${line}`,
            tooltip: l10n.t('Open the header of {0}', oneLine(name)),
          },
        ];
      }
      case 'header': {
        const [file] = index.headersNamed(name);
        return file && file.endsWith(`/${name}`.replace(/^.*\//, '/'))
          ? [{ range, target: toUri(file), tooltip: l10n.t('Open {0}', oneLine(name)) }]
          : [];
      }
      case 'type': {
        const [file] = index.wrapsOf(name);
        return file ? [{ range, target: toUri(file), tooltip: l10n.t('Open {0}.wrap', oneLine(name)) }] : [];
      }
      default:
        return [];
    }
  });
}
