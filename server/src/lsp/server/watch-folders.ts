import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
} from 'vscode-languageserver';
import { toUri } from '../translate/to-protocol';

/**
 * Asks the client to watch directories, each separately and not recursively. Such watchers use only one handle each. They
 * also work if the user excludes whole trees from watching (`files.watcherExclude`).
 */
export class DirectoryWatcher {
  private registered = '';
  private current: Disposable | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly connection: Connection) {}

  /** Replaces the watched directories. Does nothing if they are the same. */
  watch(directories: readonly string[]): Promise<void> {
    this.queue = this.queue
      .then(() => this.register([...new Set(directories)].sort()))
      .catch(() => undefined);
    return this.queue;
  }

  private async register(directories: string[]): Promise<void> {
    const key = directories.join('\0');
    if (key === this.registered) return;
    this.registered = key;
    const previous = this.current;
    const watchers = directories.map((directory): FileSystemWatcher => ({
      globPattern: { baseUri: toUri(directory), pattern: '*' },
    }));
    this.current =
      watchers.length > 0
        ? await this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
        : undefined;
    previous?.dispose();
  }
}
