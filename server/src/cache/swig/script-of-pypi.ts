import path from 'node:path';
import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { isOfPython } from '../environment-options';
import { encodeText } from '../inputs/path-bytes';
import { findProgram } from '../invocation/find-program';
import { ownFile } from '../storage/store-names';

/*
 * The package `swig` on PyPI installs a script: Python imports the package `swig`, which starts the binary beside it with the
 * library beside it. Which package that is depends on Python's search path alone. So the script is asked once, and its answer is
 * kept with everything on that path that decides where Python finds the package, and what the package then does.
 */

/** Whether a program is this script. */
export function isScriptOfPyPI(content: Buffer): boolean {
  return content.length < 4096 && /^from swig import swig$/m.test(content.toString('latin1'));
}

/** The binary of the package: `swig/data/bin/swig` beside `swig/data/share/swig/<version>`. */
export function binaryOf(library: string): string {
  return path.join(library, '../../../bin', process.platform === 'win32' ? 'swig.exe' : 'swig');
}

/** Runs a program. Resolves with the lines of its output, or null if it fails. */
export type Ask = (file: string, args: readonly string[]) => Promise<readonly string[] | null>;

/** The script, and how to ask it. */
export interface ScriptRun {
  /** An absolute path. */
  program: string;
  content: Buffer;
  cwd: string;
  /** Null: nothing may be started. */
  ask: Ask | null;
}

/** What is kept. */
interface Answer {
  library: string;
  /** Python's search path. */
  searched: readonly string[];
  /** A digest of what the search path had. */
  found: string;
}

/** The library to which the script leads. Null if that is not known. */
export async function libraryOfScript(
  cache: CacheContext,
  { program, content, cwd, ask }: ScriptRun,
  snapshot: Snapshot,
): Promise<string | null> {
  const python = pythonOf(cache, content, cwd);
  if (python === null) return askForLibrary(program, ask);
  const variables = Object.entries(cache.environment).filter(([name]) => isOfPython(name) || name === 'HOME');
  const identity = [program, sha256(content), python, variables.sort(), cwd];
  const memo = ownFile(`swig-script-${sha256(encodeText(JSON.stringify(identity))).slice(0, 16)}`);
  const [root] = cache.roots;
  const kept = parsed(root?.readOwn(memo, MAX_ANSWER_BYTES)?.bytes.toString('utf8') ?? '');
  if (kept && foundOn(cache, python, kept.searched, snapshot) === kept.found) return kept.library;
  if (ask === null) return null;
  const [listed = ''] = (await ask(python, ['-c', 'import json, sys; print(json.dumps(sys.path))'])) ?? [];
  // Python puts the folder of a script where that of a command is empty.
  const searched = strings(listed)?.map((folder) => (folder === '' ? path.dirname(program) : folder));
  const found = searched && foundOn(cache, python, searched, takeSnapshot());
  const library = await askForLibrary(program, ask);
  // It may have changed while the script ran.
  if (library !== null && searched && found === foundOn(cache, python, searched, takeSnapshot()))
    try {
      root?.writeOwn(memo, JSON.stringify({ library, searched, found } satisfies Answer));
    } catch {
      // The script is asked again next time.
    }
  return library;
}

const MAX_ANSWER_BYTES = 64 << 10;

async function askForLibrary(program: string, ask: Ask | null): Promise<string | null> {
  const [line = ''] = (await ask?.(program, ['-swiglib'])) ?? [];
  return path.isAbsolute(line) ? path.normalize(line) : null;
}

/** The Python of a script's first line. Null if it has options, or if there is none. */
function pythonOf({ environment }: CacheContext, content: Buffer, cwd: string): string | null {
  const [first = ''] = content.toString('utf8').split(/\r?\n/, 1);
  const [, program = '', argument] = /^#! ?(\/\S+)(?: (\w[\w.]*))?$/.exec(first) ?? [];
  if (path.basename(program) === 'env' && argument) return findProgram(argument, cwd, environment);
  return program !== '' && argument === undefined ? program : null;
}

/** A digest of all that decides which package `swig` Python finds, and what it does. */
function foundOn(
  { digests }: CacheContext,
  python: string,
  searched: readonly string[],
  snapshot: Snapshot,
): string {
  const seen: unknown[] = [];
  const look = (folder: string, isWanted: (name: string) => boolean): void => {
    for (const name of digests.list(folder, snapshot).filter(isWanted).sort())
      seen.push([folder, name, digests.file(path.join(folder, name), snapshot).digest]);
  };
  seen.push(digests.file(python, snapshot).digest);
  for (const folder of [path.dirname(python), path.dirname(path.dirname(python))])
    look(folder, (name) => name === 'pyvenv.cfg' || name.endsWith('._pth'));
  for (const folder of searched) {
    look(folder, (name) => DECIDING.test(name));
    look(path.join(folder, 'swig'), (name) => name !== '__pycache__');
    look(path.join(folder, 'swig/data/share/swig'), () => true);
  }
  return sha256(JSON.stringify(seen));
}

/** The package and modules of this name, files that extend the search path, and hooks of imports. */
const DECIDING = /^(?:swig(?:\.|$)|(?:site|user)customize\b|__editable__)|\.(?:pth|egg-link)$/;

function parsed(text: string): Answer | null {
  try {
    const { library, searched, found } = JSON.parse(text) as Partial<Answer>;
    const isWhole = typeof library === 'string' && path.isAbsolute(library) && typeof found === 'string';
    return isWhole && isStrings(searched) ? { library, searched, found } : null;
  } catch {
    return null;
  }
}

function strings(text: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return isStrings(value) ? value : null;
  } catch {
    return null;
  }
}

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
