import os from 'node:os';
import path from 'node:path';
import { remoteFromEnvironment, remoteProblemText } from './storage/remote/remote';
import { SHAPING_VARIABLES } from './invocation/tool-digests';
import type { CacheOptions } from './api';
import type { StoreFormat } from './storage/store-names';

/** The cache options from the environment. docs/cache.md lists the variables. */
export interface EnvironmentOptions extends Pick<
  CacheOptions,
  'roots' | 'format' | 'umask' | 'maxBytes' | 'remote'
> {
  verbose: boolean;
  bypass: boolean;
  /** Problems, as sentences for the user. */
  problems: readonly string[];
}

const DEFAULT_MAX_GB = 2;

/** Reads `ITK_WRAP_CACHE` and the related variables. Relative roots are relative to `cwd`. */
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
  const home = homeFolder(environment, paths);
  if (home === null && (named.length === 0 || named.some((root) => root.startsWith('~'))))
    problems.push('there is no home folder for ~/.cache/itk-wrap; set ITK_WRAP_CACHE to an absolute path');
  const roots = named.length
    ? named.flatMap((root) => expandHome(root, home, paths))
    : home === null
      ? []
      : [paths.join(home, '.cache', 'itk-wrap')];
  const format = readFormat(environment.ITK_WRAP_CACHE_FORMAT ?? '');
  if (!format)
    problems.push(
      `ITK_WRAP_CACHE_FORMAT is "${environment.ITK_WRAP_CACHE_FORMAT}": it takes gzip or uncompressed; using gzip`,
    );
  const size = environment.ITK_WRAP_CACHE_MAX_SIZE?.trim();
  const maxBytes = size ? parseSize(size) : null;
  if (size && maxBytes === null)
    problems.push(
      `ITK_WRAP_CACHE_MAX_SIZE is "${size}": it takes a number of GB such as 2.0, or 500M; using 2.0`,
    );
  const mask = environment.ITK_WRAP_CACHE_UMASK?.trim();
  const umask = mask ? parseUmask(mask) : null;
  if (mask && umask === null)
    problems.push(
      `ITK_WRAP_CACHE_UMASK is "${mask}": it takes an octal number such as 002; the value is ignored`,
    );
  const remote = remoteFromEnvironment(environment);
  if (remote && 'problem' in remote)
    problems.push(`${remoteProblemText(remote.problem)}; the remote cache is off`);
  return {
    ...(remote && !('problem' in remote) ? { remote } : {}),
    roots: [...new Set(roots.map((root) => paths.resolve(cwd, root)))],
    format: format ?? 'gzip',
    umask,
    maxBytes: maxBytes ?? DEFAULT_MAX_GB * 2 ** 30,
    verbose: environment.ITK_WRAP_CACHE_VERBOSE === '1',
    bypass: environment.ITK_WRAP_CACHE_BYPASS === '1',
    problems,
  };
}

/** The variables by which Python finds packages, and with them the script of SWIG on PyPI its binary. */
export const isOfPython = (name: string): boolean =>
  name.startsWith('PYTHON') || name === '__PYVENV_LAUNCHER__';

/** The variables of SWIG: the folder of its library, and more arguments. */
const SWIG_VARIABLES = ['SWIG_LIB', 'SWIG_FEATURES'];

/** The variables that a hit depends on, of all those of a process. */
export function environmentOfHits(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(environment).filter((name) => name.startsWith('ITK_WRAP_CACHE'));
  const python = Object.keys(environment).filter(isOfPython);
  const plain = ['PATH', 'HOME', 'USERPROFILE', ...SWIG_VARIABLES, ...SHAPING_VARIABLES];
  const kept = new Set([...names, ...python, ...plain]);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => kept.has(name)));
}

/**
 * The user's home, or else the home of the account. Null if neither is an absolute path, because a cache in the current
 * folder would belong to no one.
 */
function homeFolder(environment: NodeJS.ProcessEnv, paths: path.PlatformPath): string | null {
  for (const named of [environment.HOME, environment.USERPROFILE])
    if (named && paths.isAbsolute(named)) return named;
  try {
    const { homedir } = os.userInfo();
    return paths.isAbsolute(homedir) ? homedir : null;
  } catch {
    return null;
  }
}

function expandHome(root: string, home: string | null, paths: path.PlatformPath): string[] {
  if (root !== '~' && !root.startsWith('~/')) return [root];
  return home === null ? [] : [paths.join(home, root.slice(1))];
}

function readFormat(text: string): StoreFormat | null {
  const format = text.trim().toLowerCase();
  if (format === '' || format === 'gzip') return 'gzip';
  return ['uncompressed', 'raw', 'plain'].includes(format) ? 'uncompressed' : null;
}

/** Reads a umask like the shell's: three or four octal digits, which must not remove the owner's own access. */
function parseUmask(text: string): number | null {
  return /^0?0?[0-7]{2}$/.test(text) ? parseInt(text, 8) : null;
}

const UNITS: Record<string, number> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** The bytes of a size such as `2.0` (GB), `500M` or `1T`. Null if it is not a size. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d*)?|\.\d+)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  if (!match?.[1]) return null;
  return Math.floor(Number(match[1]) * (UNITS[(match[2] || 'G').toUpperCase()] ?? 1));
}
