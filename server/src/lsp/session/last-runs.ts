import path from 'node:path';
import type { Pipeline } from '../../pipeline/pipeline';
import type { StoreRoot } from '../../cache/storage/store-root';
import type { MessagesFolder } from '../../pipeline/runs/messages-folder';
import { type KeptMessages, messagesFolderOf, readMessages } from '../../pipeline/runs/run-messages';
import type { ToolMessage } from '../../shared/tool-message';
import type { ModuleStatus } from '../../shared/type-state';
import type { Range } from '../../shared/text-range';
import type { Evaluation } from '../evaluation/evaluation-messages';
import type { FileContext } from './file-context';

/** The messages of tools in the last runs of the active build, by type and by module. */
export class LastRuns {
  private kept: KeptMessages = NOTHING;
  private queue: Promise<Changed> = Promise.resolve({ types: [], modules: [] });

  constructor(
    private readonly pipeline: () => Pipeline | undefined,
    private readonly root: () => StoreRoot | undefined,
  ) {}

  /** The folder of the messages, for a watcher. Null if there is none. */
  path(): string | null {
    const folder = this.folder();
    return folder && folder.root.file(folder.name);
  }

  /** Null if there is no build, or if the store does not respond. */
  private folder(): MessagesFolder | null {
    const pipeline = this.pipeline();
    const root = this.root();
    return pipeline && root ? messagesFolderOf(root, pipeline.build) : null;
  }

  /** Reads the messages again. Returns the types and modules whose messages have changed. */
  refresh(): Promise<Changed> {
    this.queue = this.queue.then(() => this.read());
    return this.queue;
  }

  of(type: string): readonly ToolMessage[] {
    return this.kept.types.get(type) ?? [];
  }

  /** The messages about a module that do not belong to one of its types. */
  ofModule(module: string): readonly ToolMessage[] {
    return this.kept.modules.get(module) ?? [];
  }

  /** Whether one of these types has messages. A new run may have made them obsolete. */
  concerns(types: readonly { name: string }[]): boolean {
    return types.some(({ name }) => this.kept.types.has(name));
  }

  private async read(): Promise<Changed> {
    const folder = this.folder();
    const build = this.pipeline()?.build;
    const before = this.kept;
    this.kept = folder !== null && build ? await readMessages(folder, build) : NOTHING;
    return {
      types: differing(before.types, this.kept.types),
      modules: differing(before.modules, this.kept.modules),
    };
  }
}

interface Changed {
  types: string[];
  modules: string[];
}

const NOTHING: KeptMessages = { types: new Map(), modules: new Map() };

function differing(before: KeptMessages['types'], after: KeptMessages['types']): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)));
}

/** The file that represents a whole module. */
export function listsOf(module: Pick<ModuleStatus, 'wrappingDir'> | undefined): string | null {
  return module?.wrappingDir ? path.join(module.wrappingDir, 'CMakeLists.txt') : null;
}

/**
 * The command that made the subject of a message, in the current text. If there is none, its class, or else the first class.
 */
export function placeOfMessage(
  { alias, className }: Pick<ToolMessage, 'alias' | 'className'>,
  { file, facts }: Pick<FileContext, 'file' | 'facts'>,
  evaluation: Evaluation | null,
): Range {
  const made =
    alias === null
      ? undefined
      : evaluation
          ?.generatedBy(file)
          ?.find(({ instantiations }) => instantiations.some(({ name }) => name === alias));
  if (made) return made.range;
  const module = facts.occurrences.find(({ kind }) => kind === 'module');
  if (!file.endsWith('.wrap') && module) return module.range;
  const named = facts.classes.find((one) => one.className === className);
  const swigNamed = facts.classes
    .filter((one) => alias?.startsWith(swigName(one.className)))
    .sort((a, b) => b.className.length - a.className.length)[0];
  return (named ?? swigNamed ?? facts.classes[0])?.nameRange ?? FIRST_LINE;
}

/** The prefix of a class in the names of its aliases: `itkSample` for `itk::Statistics::Sample`. */
function swigName(className: string): string {
  const parts = className.split('::');
  return `${parts[0] ?? ''}${parts.length > 1 ? parts.at(-1) : ''}`;
}

const FIRST_LINE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
