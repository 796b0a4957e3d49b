import { cacheOptionsFromEnvironment } from '../../cache/environment-options';
import { LiveRoots } from '../../cache/storage/live-roots';
import { cacheStats } from '../../cache/storage/store-summary';

/** A root of the store, as it is found. */
export interface StoreView {
  path: string;
  /** False if it is on a network whose server does not answer. Then nothing else is known. */
  answers: boolean;
  exists: boolean;
  bytes: number;
  maxBytes: number;
  /** Invalid settings of the environment, as sentences. The same for all roots. */
  problems: readonly string[];
}

/** The roots that the environment names. A root on a network is asked first whether it answers. */
export async function storeViews(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<StoreView[]> {
  const { roots, maxBytes, problems } = cacheOptionsFromEnvironment(environment, platform);
  const live = await new LiveRoots(roots, { warn: () => undefined }).current();
  const stats = new Map(cacheStats(live, maxBytes).roots.map((root) => [root.root, root]));
  return roots.map((path) => {
    const found = stats.get(path);
    return {
      path,
      answers: found !== undefined,
      exists: found?.exists ?? false,
      bytes: found?.bytes ?? 0,
      maxBytes,
      problems,
    };
  });
}
