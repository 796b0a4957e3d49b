import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { plural } from '../../../shared/l10n/localized-plural';
import { sentences } from '../../../shared/l10n/sentences';
import { commands } from '../../../shared/protocol';
import type { Range } from '../../../shared/text-range';
import type { ModuleStatus } from '../../../shared/type-state';
import { outputsOf, outputsOfModule } from '../../../shared/states/type-outputs';
import { moduleConsequence } from '../../../shared/vocabulary';
import type { Finding } from '../diagnostic';
import type { BuildContext } from '../rule';

/**
 * Reports a module in this state: igenerator ran, and its outputs are gone. Each is reported once: a file of a type in its
 * `.wrap` file, and anything else, such as the stamp, in the module's `CMakeLists.txt`. A module that never ran is not
 * reported, because that is not a mistake in the file.
 */
export function missingOutputs(
  { file, facts, module, missing }: BuildContext,
  state: ModuleStatus['state'],
): Finding[] {
  if (module?.state !== state) return [];
  const isWrap = file.endsWith('.wrap');
  const own = isWrap
    ? outputsOf(path.basename(file, '.wrap'), missing)
    : outputsOfModule(module.types, missing).filter((output) => output !== repairedTogether(module));
  const damaged = isWrap ? undefined : module.pkl.damaged?.[0];
  if (own.length === 0 && damaged === undefined) return [];
  const consequence = moduleConsequence(module) ?? '';
  const repair = l10n.t('The repair runs igenerator for {0} only.', module.name);
  // The list of problems shows the first line.
  const message = own.length === 0 ? consequence : `${gone(own)}\n${sentences(consequence, repair)}`;
  // The name of the class or of the module is easy to see. Without one, the diagnostic is on the first line.
  const named = isWrap
    ? facts.classes[0]?.nameRange
    : facts.occurrences.find(({ kind }) => kind === 'module')?.range;
  return [
    {
      message,
      location: { file, range: named ?? { start: FIRST_LINE.start, end: { line: 0, character: 1 } } },
      fixes: [
        {
          title: l10n.t('Repair: run igenerator for {0}', module.name),
          command: commands.repair,
          args: [{ module: module.name }],
        },
      ],
      related: own.slice(0, 5).flatMap((pkl) => {
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

/**
 * The stamp, if pkl or index files are lost too. The repair of those files removes the stamp until it is done, and makes it
 * again, so it is not a problem of its own.
 */
function repairedTogether({ stamp, pkl }: ModuleStatus): string | null {
  return pkl.missing.length + pkl.missingIndex.length > 0 ? stamp : null;
}

/** `Foo.itkFoo.pkl is missing.`, and how many others. */
function gone([first, ...others]: readonly string[]): string {
  const name = path.basename(first!);
  if (others.length === 0) return l10n.t('{0} is missing.', name);
  return plural(
    others.length,
    l10n.t('{0} and 1 more file are missing.', name),
    l10n.t('{0} and {1} more files are missing.', name, others.length),
  );
}

const FIRST_LINE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The index file that names a pkl: `<T>.index.txt` lists `<Class>.<T>.pkl`. Null for other files. */
function indexFileOf(file: string): string | null {
  const type = /\.([^.]+)\.pkl$/.exec(path.basename(file))?.[1];
  return type === undefined ? null : path.join(path.dirname(file), `${type}.index.txt`);
}
