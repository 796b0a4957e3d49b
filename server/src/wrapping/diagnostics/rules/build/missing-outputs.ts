import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { commands } from '../../../../shared/protocol';
import type { Range } from '../../../../shared/text-range';
import type { ModuleStatus } from '../../../../shared/type-state';
import { moduleConsequence, moduleStateLabel } from '../../../../shared/vocabulary';
import type { Finding } from '../../diagnostic';
import type { BuildContext } from '../../rule';
import { sentences } from '../../../../shared/l10n/sentences';

/**
 * Reports a module in this state: igenerator ran, and its outputs are gone. A module that never ran is not reported, because
 * that is not a mistake in the file.
 */
export function missingOutputs(
  { file, facts, module, missing }: BuildContext,
  state: ModuleStatus['state'],
): Finding[] {
  const [first] = missing;
  if (module?.state !== state || first === undefined) return [];
  const name = path.basename(first);
  const files = missing.length > 1 ? l10n.t('{0} and {1} more', name, missing.length - 1) : name;
  return [
    {
      message: sentences(
        l10n.t('{0}: {1} ({2}).', module.name, moduleStateLabel(module), files),
        moduleConsequence(module),
        l10n.t('The repair runs igenerator for {0} only.', module.name),
      ),
      // The name of the first class is easy to see. Without a class, the diagnostic is on the first line.
      location: {
        file,
        range: facts.classes[0]?.nameRange ?? { start: FIRST_LINE.start, end: { line: 0, character: 1 } },
      },
      fixes: [
        {
          title: l10n.t('Repair: run igenerator for {0}', module.name),
          command: commands.repair,
          args: [{ module: module.name }],
        },
      ],
      related: missing.slice(0, 5).flatMap((pkl) => {
        const index = indexFileOf(pkl);
        return index === null
          ? []
          : [
              {
                location: { file: index, range: FIRST_LINE },
                message: l10n.t('lists {0}', path.basename(pkl)),
              },
            ];
      }),
    },
  ];
}

const FIRST_LINE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The index file that names a pkl: `<T>.index.txt` lists `<Class>.<T>.pkl`. Null for other files. */
function indexFileOf(file: string): string | null {
  const type = /\.([^.]+)\.pkl$/.exec(path.basename(file))?.[1];
  return type === undefined ? null : path.join(path.dirname(file), `${type}.index.txt`);
}
