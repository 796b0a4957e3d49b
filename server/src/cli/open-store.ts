import { cacheOptionsFromEnvironment } from '../cache/environment-options';
import { LiveRoots } from '../cache/storage/live-roots';
import type { StoreRoot } from '../cache/storage/store-root';
import { note } from './terminal/output';

/** The store of the environment, or of the given folders. */
export interface OpenStore {
  /** The roots that respond. */
  roots: readonly StoreRoot[];
  maxBytes: number;
}

/** The root with the messages of tools: the first that responds. Undefined if there is none. Determined once per process. */
export async function messagesRoot(): Promise<StoreRoot | undefined> {
  const { roots, umask } = cacheOptionsFromEnvironment(process.env);
  first ??= new LiveRoots(roots, { umask, warn: () => undefined }).current().then(([root]) => root);
  return first;
}

let first: Promise<StoreRoot | undefined> | undefined;

/** Opens the roots of the store that respond. Invalid settings in the environment are reported on stderr. */
export async function openStore(folders?: readonly string[]): Promise<OpenStore> {
  const environment = folders
    ? { ...process.env, ITK_WRAP_CACHE: folders.join(process.platform === 'win32' ? ';' : ':') }
    : process.env;
  const { roots, maxBytes, umask, problems } = cacheOptionsFromEnvironment(environment);
  const warn = (message: string): void => note(`itk-wrap: ${message}`);
  problems.forEach(warn);
  return { roots: await new LiveRoots(roots, { umask, warn }).current(), maxBytes };
}
