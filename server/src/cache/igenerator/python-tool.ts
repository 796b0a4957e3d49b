import path from 'node:path';
import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import type { Snapshot } from '../inputs/digests';
import { byCodePoint, encodeText, sortByCodePoint } from '../inputs/path-bytes';
import { findProgram } from '../invocation/find-program';
import type { Remote } from '../storage/remote/remote';
import { fetchToolFact, sendToolFact } from '../storage/remote/remote-entries';
import { ownFile } from '../storage/store-names';
import type { Preload } from './driver';
import type { IgeneratorInvocation, IgeneratorRun } from './igenerator-arguments';

/*
 * What a run of igenerator.py depends on besides the files of its types: Python, its libraries, igenerator.py, and all modules
 * that these load. A first run is traced, and the store remembers which files these were. Their contents count, not their
 * places, so that other worktrees have the same tool.
 */

/** A Python that runs an igenerator.py. */
export interface PythonTool {
  /** A digest of everything named above. */
  digest: string;
  /** These files. They must not change during a run. */
  files: readonly string[];
  preload: Preload;
  /** What the store remembers of it, and the digest of the program. */
  parts: Parts;
  programDigest: string;
  scriptDigest: string;
}

/** What the driver recorded of a run. */
export interface Trace {
  /** Every file that was opened for reading. */
  read: readonly string[];
  /** `sys.path` at the end of the run. */
  path: readonly string[];
  /** Each loaded module and its file. Null: it is part of Python itself. */
  modules: Readonly<Record<string, string | null>>;
  /** Shared libraries of the process. */
  libraries: readonly string[];
  version: string;
}

/** The part of a trace that is the same for all runs, with tokens for the folders of the sources. */
export type Parts = Omit<Trace, 'read'>;

/** How to learn what igenerator loads if the store does not remember it. */
export interface Learning {
  remote: Remote | null;
  /** Runs igenerator once to see it. Null if the run failed. */
  probe: () => Promise<Trace | null>;
}

/**
 * Identifies Python and igenerator.py. Without `learning`, no process starts. Null if the tool cannot be identified without doubt.
 * @throws CannotTell
 */
export async function findPythonTool(
  cache: CacheContext,
  { python, cwd }: IgeneratorInvocation,
  run: IgeneratorRun,
  snapshot: Snapshot,
  learning?: Learning,
): Promise<PythonTool | null> {
  const program = findProgram(python, cwd, cache.environment);
  if (program === null) return null;
  const digestOf = (file: string): string => cache.digests.file(file, snapshot).digest;
  const [programDigest, scriptDigest] = [digestOf(program), digestOf(run.script)];
  if (programDigest === '' || scriptDigest === '') return null;
  const memo = ownFile(
    `igenerator-parts-${sha256(`${program}\n${programDigest}\n${scriptDigest}`).slice(0, 16)}`,
  );
  const identify = (parts: Parts): PythonTool | null => toolOf(cache, program, run, parts, snapshot);
  const known = recall(cache, memo);
  const remembered = known && identify(known);
  if (remembered || !learning) return remembered;
  const { remote, probe } = learning;
  const asked = { program, cwd, programDigest, scriptDigest };
  const far = remote && (await fetchParts(cache, remote, asked, run));
  const shared = far && identify(far);
  if (shared) remember(cache, memo, far);
  if (shared) return shared;
  const trace = await probe();
  if (!trace) return null;
  const parts = tokenized(trace, run);
  const tool = identify(parts);
  if (tool) remember(cache, memo, parts);
  return tool;
}

/*
 * Another machine may have the same Python and the same igenerator.py, but search modules in other folders. So a remote has what
 * igenerator loads by the folders of `sys.path`, too. Python itself says which ones these are.
 */

type Asked = Pick<PythonTool, 'programDigest' | 'scriptDigest'> & { program: string; cwd: string };

async function fetchParts(
  cache: CacheContext,
  remote: Remote,
  asked: Asked,
  run: IgeneratorRun,
): Promise<Parts | null> {
  const search = await searchPath(cache, asked);
  return search && toParts(await fetchToolFact(remote, partsName(asked, search.map(toToken(run)))));
}

/** Sends what igenerator loads. */
export async function sendParts(remote: Remote, tool: PythonTool): Promise<void> {
  // Python begins with the folder of the script, and igenerator appends that of pygccxml.
  const [, ...search] = tool.parts.path;
  if (search.at(-1) === '\0P') search.pop();
  await sendToolFact(remote, partsName(tool, search), tool.parts);
}

function partsName(
  { programDigest, scriptDigest }: Pick<PythonTool, 'programDigest' | 'scriptDigest'>,
  search: readonly string[],
): string {
  return `igenerator parts ${sha256(encodeText(JSON.stringify([programDigest, scriptDigest, search])))}`;
}

/** `sys.path` without the folder of the script. Null if Python does not say. */
async function searchPath(
  { runProcess, environment: env }: CacheContext,
  { program, cwd }: Asked,
): Promise<string[] | null> {
  try {
    const args = ['-c', 'import json, sys; print(json.dumps(sys.path[1:]))'];
    const { code, stdout } = await runProcess({ file: program, args, cwd, env });
    const folders = JSON.parse(stdout.toString('utf8')) as unknown;
    return code === 0 && isTexts(folders) ? folders : null;
  } catch {
    return null;
  }
}

/** The files that a run read although neither its arguments nor its tool name them. */
export function unexpectedReads(
  trace: Trace,
  tool: Pick<PythonTool, 'files'>,
  isExpected: (file: string) => boolean,
): string[] {
  const known = new Set(tool.files);
  return trace.read.filter((file) => !known.has(file) && !known.has(sourceOf(file)) && !isExpected(file));
}

/** The source of a compiled module. Python uses the latter only if the former has the time and size that it names. */
function sourceOf(file: string): string {
  const { dir, name, ext } = path.parse(file);
  if (ext !== '.pyc' || path.basename(dir) !== '__pycache__') return file;
  return path.join(path.dirname(dir), `${name.replace(/\.[^.]+(?:\.opt-\d)?$/, '')}.py`);
}

function toolOf(
  { digests }: CacheContext,
  program: string,
  run: IgeneratorRun,
  parts: Parts,
  snapshot: Snapshot,
): PythonTool | null {
  const places = placesOf(run);
  const modules = Object.entries(parts.modules)
    .filter((entry): entry is [string, string] => entry[1] !== null && entry[0] !== '__main__')
    .map(([name, file]) => [name, resolve(file, places)] as const)
    .sort((a, b) => byCodePoint(a[0], b[0]));
  const libraries = parts.libraries.filter((file) => path.isAbsolute(file));
  const files = [program, run.script, ...libraries, ...modules.map(([, file]) => file)];
  const contents = files.map((file) => digests.file(file, snapshot).digest);
  if (contents.includes('')) return null;
  const search = parts.path.map((folder) => resolve(folder, places));
  const top = new Set(modules.map(([name]) => name.split('.')[0] ?? ''));
  const rivals = search.map((folder) =>
    sortByCodePoint(digests.list(folder, snapshot).filter((name) => top.has(name.split('.')[0] ?? ''))),
  );
  const identity = [parts.version, modules.map(([name]) => name), contents, rivals];
  const [programDigest = '', scriptDigest = ''] = contents;
  return {
    digest: sha256(encodeText(JSON.stringify(identity))),
    files,
    ...{ parts, programDigest, scriptDigest },
    preload: { path: search, modules: modules.map(([name]) => name) },
  };
}

/** The folders whose paths differ between worktrees, the longest first. */
function placesOf(run: IgeneratorRun): readonly (readonly [token: string, folder: string])[] {
  const places: [string, string][] = [['\0I', path.dirname(run.script)]];
  if (run.pygccxml !== null) places.push(['\0P', run.pygccxml]);
  return places.sort((a, b) => b[1].length - a[1].length);
}

const resolve = (file: string, places: ReturnType<typeof placesOf>): string => {
  const place = places.find(([token]) => file.startsWith(token));
  return place ? place[1] + file.slice(place[0].length) : file;
};

/** A path with a token for its place. */
function toToken(run: IgeneratorRun): (file: string) => string {
  const places = placesOf(run);
  return (file) => {
    const normal = path.normalize(file);
    const place = places.find(([, folder]) => normal === folder || normal.startsWith(folder + path.sep));
    return place ? place[0] + normal.slice(place[1].length) : file;
  };
}

function tokenized(trace: Trace, run: IgeneratorRun): Parts {
  const token = toToken(run);
  const modules = Object.entries(trace.modules).map(([name, file]) => [
    name,
    file === null ? null : token(file),
  ]);
  return {
    path: trace.path.map(token),
    modules: Object.fromEntries(modules) as Parts['modules'],
    libraries: trace.libraries,
    version: trace.version,
  };
}

const MAX_MEMO_BYTES = 4 << 20;

function recall({ roots }: CacheContext, memo: string): Parts | null {
  const text = roots[0]?.readOwn(memo, MAX_MEMO_BYTES)?.bytes.toString('utf8');
  try {
    return text === undefined ? null : toParts(JSON.parse(text));
  } catch {
    return null;
  }
}

function remember({ roots }: CacheContext, memo: string, parts: Parts): void {
  try {
    roots[0]?.writeOwn(memo, JSON.stringify(parts));
  } catch {
    // The next run is traced again.
  }
}

/** JSON as a trace. Null if it is not one. */
export function toTrace(value: unknown): Trace | null {
  const json = value as Partial<Trace> | null;
  const parts = toParts(value);
  return parts && isTexts(json?.read) ? { ...parts, read: json.read } : null;
}

function toParts(value: unknown): Parts | null {
  const json = value as Partial<Parts> | null;
  if (!isTexts(json?.path) || !isTexts(json.libraries) || typeof json.version !== 'string') return null;
  const { path: search, libraries, version, modules } = json;
  if (typeof modules !== 'object' || modules === null) return null;
  if (!Object.values(modules).every((file) => file === null || typeof file === 'string')) return null;
  return { path: search, libraries, version, modules };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
