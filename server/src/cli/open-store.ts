import { cacheOptionsFromEnvironment } from '../cache/environment-options';
import { LiveRoots } from '../cache/storage/live-roots';
import type { StoreRoot } from '../cache/storage/store-root';
import { note } from './terminal/output';

/** The store of the environment, or of the folders named. */
export interface OpenStore {
  /** The roots that answer. */
  roots: readonly StoreRoot[];
  maxBytes: number;
}

/** The root that keeps what tools said, the first that answers; undefined if there is none. Asked once in a process. */
export async function messagesRoot(): Promise<StoreRoot | undefined> {
  const { roots, umask } = cacheOptionsFromEnvironment(process.env);
  first ??= new LiveRoots(roots, { umask, warn: () => undefined }).current().then(([root]) => root);
  return first;
}

let first: Promise<StoreRoot | undefined> | undefined;

/** Opens the roots of the store that answer; what the environment says wrongly goes to stderr. */
export async function openStore(folders?: readonly string[]): Promise<OpenStore> {
  const environment = folders
    ? { ...process.env, ITK_WRAP_CACHE: folders.join(process.platform === 'win32' ? ';' : ':') }
    : process.env;
  const { roots, maxBytes, umask, problems } = cacheOptionsFromEnvironment(environment);
  const warn = (message: string): void => note(`itk-wrap: ${message}`);
  problems.forEach(warn);
  return { roots: await new LiveRoots(roots, { umask, warn }).current(), maxBytes };
}
