import type { Pipeline } from '../pipeline/pipeline';
import { messagesFolder, readMessages, type RunMessage } from '../pipeline/runMessages';
import type { Range } from '../util/text';
import type { Evaluation } from './evaluation';
import type { FileContext } from './fileContext';

/** What the tools said in the last run of each type of the active build. */
export class LastRuns {
  private messages = new Map<string, RunMessage[]>();
  private queue: Promise<string[]> = Promise.resolve([]);

  constructor(
    private readonly pipeline: () => Pipeline | undefined,
    private readonly root: () => string | undefined,
  ) {}

  /** Where they are kept, for a watcher; null without a build. */
  folder(): string | null {
    const pipeline = this.pipeline();
    const root = this.root();
    return pipeline && root !== undefined ? messagesFolder(root, pipeline.build.dir) : null;
  }

  /** Reads them again. Gives the types of which something else is said now. */
  refresh(): Promise<string[]> {
    this.queue = this.queue.then(() => this.read());
    return this.queue;
  }

  of(type: string): readonly RunMessage[] {
    return this.messages.get(type) ?? [];
  }

  /** Whether one of these is a type of which something is said: a run may have made it out of date. */
  concerns(types: readonly { name: string }[]): boolean {
    return types.some(({ name }) => this.messages.has(name));
  }

  private async read(): Promise<string[]> {
    const folder = this.folder();
    const build = this.pipeline()?.build;
    const before = this.messages;
    this.messages =
      folder !== null && build ? await readMessages(folder, build) : new Map<string, RunMessage[]>();
    const names = new Set([...before.keys(), ...this.messages.keys()]);
    return [...names].filter(
      (name) => JSON.stringify(before.get(name)) !== JSON.stringify(this.messages.get(name)),
    );
  }
}

/** The command that made what a message is about, in the text as it is now; else its class, else the first one. */
export function placeOfMessage(
  { alias, className }: RunMessage,
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
  const named = facts.classes.find((one) => one.className === className);
  const swigNamed = facts.classes
    .filter((one) => alias?.startsWith(swigName(one.className)))
    .sort((a, b) => b.className.length - a.className.length)[0];
  return (named ?? swigNamed ?? facts.classes[0])?.nameRange ?? FIRST_LINE;
}

/** `itk::Statistics::Sample` is `itkSample` in the names of its aliases. */
function swigName(className: string): string {
  const parts = className.split('::');
  return `${parts[0] ?? ''}${parts.length > 1 ? parts.at(-1) : ''}`;
}

const FIRST_LINE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
