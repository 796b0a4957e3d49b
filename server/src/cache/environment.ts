import os from 'node:os';
import path from 'node:path';
import { remoteFromEnvironment } from './remote';
import type { CacheOptions, StoreFormat } from './types';

/** What the environment says of the cache; docs/cache.md lists the variables. */
export interface EnvironmentOptions extends Pick<CacheOptions, 'roots' | 'format' | 'maxBytes' | 'remote'> {
  verbose: boolean;
  bypass: boolean;
  /** What could not be understood, in words. */
  problems: readonly string[];
}

const DEFAULT_MAX_GB = 2;

/** Reads `ITK_WRAP_CACHE` and its kind. `cwd` is what relative roots are relative to. */
export function cacheOptionsFromEnvironment(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  cwd: string = process.cwd(),
): EnvironmentOptions {
  const problems: string[] = [];
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const named = (environment.ITK_WRAP_CACHE ?? '')
    .split(paths.delimiter)
    .filter((item) => item.trim() !== '');
  const home = environment.HOME ?? environment.USERPROFILE ?? os.homedir();
  const roots = named.length
    ? named.map((root) => expandHome(root, home, paths))
    : [paths.join(home, '.cache', 'itk-wrap')];
  const format = readFormat(environment.ITK_WRAP_CACHE_FORMAT ?? '');
  if (!format)
    problems.push(
      `ITK_WRAP_CACHE_FORMAT is "${environment.ITK_WRAP_CACHE_FORMAT}": gzip or uncompressed; gzip is taken`,
    );
  const size = environment.ITK_WRAP_CACHE_MAX_SIZE?.trim();
  const maxBytes = size ? parseSize(size) : null;
  if (size && maxBytes === null)
    problems.push(`ITK_WRAP_CACHE_MAX_SIZE is "${size}": a number of GB such as 2.0, or 500M; 2.0 is taken`);
  const remote = remoteFromEnvironment(environment);
  if (remote && 'problem' in remote) problems.push(`${remote.problem}; there is no remote cache`);
  return {
    ...(remote && !('problem' in remote) ? { remote } : {}),
    roots: [...new Set(roots.map((root) => paths.resolve(cwd, root)))],
    format: format ?? 'gzip',
    maxBytes: maxBytes ?? DEFAULT_MAX_GB * 2 ** 30,
    verbose: environment.ITK_WRAP_CACHE_VERBOSE === '1',
    bypass: environment.ITK_WRAP_CACHE_BYPASS === '1',
    problems,
  };
}

function expandHome(root: string, home: string, paths: path.PlatformPath): string {
  return root === '~' || root.startsWith('~/') ? paths.join(home, root.slice(1)) : root;
}

function readFormat(text: string): StoreFormat | null {
  const format = text.trim().toLowerCase();
  if (format === '' || format === 'gzip') return 'gzip';
  return ['uncompressed', 'raw', 'plain'].includes(format) ? 'uncompressed' : null;
}

const UNITS: Record<string, number> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Bytes of `2.0` (GB), `500M`, `1T`; null where it is no size. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d*)?|\.\d+)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  if (!match?.[1]) return null;
  return Math.floor(Number(match[1]) * (UNITS[(match[2] || 'G').toUpperCase()] ?? 1));
}
