import path from 'node:path';
import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import type { Snapshot } from '../inputs/digests';
import { readRegularFile } from '../inputs/input-files';
import { encodeText, sortByCodePoint } from '../inputs/path-bytes';
import { findProgram } from '../invocation/find-program';
import { ownFile } from '../storage/store-names';
import { type Ask, binaryOf, isScriptOfPyPI, libraryOfScript } from './script-of-pypi';
import type { SwigInvocation } from './swig-arguments';

/** A SWIG program and its library. */
export interface SwigTool {
  /** The folder of its library. */
  library: string;
  /** A digest of the program and of every file of the library that a run for Python may read. */
  digest: string;
  /** These files, and the program. */
  files: readonly string[];
  /** The names by which a run for Python may look up a file of the library. */
  names: readonly string[];
}

/**
 * Identifies SWIG. Null if that is not possible without doubt: only a binary and the script of the package `swig` on PyPI
 * are known, whose library leads to the binary.
 * @param how.mayAsk whether SWIG may be started to say where its library is. Default: yes
 * @throws CannotTell
 */
export async function findSwig(
  cache: CacheContext,
  { swig, cwd }: SwigInvocation,
  snapshot: Snapshot,
  { mayAsk = true }: { mayAsk?: boolean } = {},
): Promise<SwigTool | null> {
  const program = findProgram(swig, cwd, cache.environment);
  const content = program && readRegularFile(program, MAX_PROGRAM_BYTES)?.bytes;
  if (!program || !content) return null;
  const binary = isBinary(content);
  if (!binary && !isScriptOfPyPI(content)) return null;
  const ask: Ask | null = mayAsk ? (file, args) => output(cache, file, args, cwd) : null;
  const library = binary
    ? await libraryOfBinary(cache, program, cwd, ask, snapshot)
    : await libraryOfScript(cache, { program, content, cwd, ask }, snapshot);
  if (library === null) return null;
  const programs = binary ? [program] : [program, binaryOf(library)];
  const names = libraryNames(cache, library, snapshot);
  if (names.length === 0) return null;
  const files = [...programs, ...names.map((name) => path.join(library, name))];
  const digests = files.map((file) => cache.digests.file(file, snapshot).digest);
  if (digests.includes('')) return null;
  const identity = [digests.slice(0, programs.length), names, digests.slice(programs.length)];
  return { library, digest: sha256(JSON.stringify(identity)), files, names: lookedUp(names) };
}

const MAX_PROGRAM_BYTES = 256 << 20;

/** ELF, Mach-O in both byte orders and universal, and Windows. */
const MAGIC = ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'];

function isBinary(content: Buffer): boolean {
  return MAGIC.includes(content.toString('hex', 0, 4)) || content.toString('latin1', 0, 2) === 'MZ';
}

/** The library of a binary. It is asked once, because the answer is compiled in. */
async function libraryOfBinary(
  cache: CacheContext,
  program: string,
  cwd: string,
  ask: Ask | null,
  snapshot: Snapshot,
): Promise<string | null> {
  const [root] = cache.roots;
  const { digest } = cache.digests.file(program, snapshot);
  const asked = [program, digest, cache.environment.SWIG_LIB ?? '', cwd];
  const memo = ownFile(`swig-library-${sha256(encodeText(JSON.stringify(asked))).slice(0, 16)}`);
  const known = root?.readOwn(memo, 4096)?.bytes.toString('utf8');
  if (known !== undefined && path.isAbsolute(known)) return known;
  const [line = ''] = (await ask?.(program, ['-swiglib'])) ?? [];
  if (!path.isAbsolute(line)) return null;
  const library = path.normalize(line);
  try {
    root?.writeOwn(memo, library);
  } catch {
    // The program is asked again next time.
  }
  return library;
}

/** The lines of a program's output. Null if it fails. */
async function output(
  { runProcess, environment }: CacheContext,
  file: string,
  args: readonly string[],
  cwd: string,
): Promise<readonly string[] | null> {
  try {
    const { code, stdout } = await runProcess({ file, args: [...args], cwd, env: environment });
    return code === 0 ? stdout.toString('utf8').split(/\r?\n/) : null;
  } catch {
    return null;
  }
}

/** The parts of the library that a run for Python searches. Other languages have folders of their own. */
const PARTS = ['', 'python', 'std', 'typemaps'];

/** The files of these parts, relative to the library, sorted. */
function libraryNames({ digests }: CacheContext, library: string, snapshot: Snapshot): string[] {
  const names = PARTS.flatMap((part) =>
    digests
      .list(path.join(library, part), snapshot)
      .filter((name) => /\.(?:swg|i|h|c|cxx|py)$/.test(name))
      .map((name) => path.posix.join(part, name)),
  );
  return sortByCodePoint(names);
}

/** The names by which these files are looked up: relative to the library, or to its folder for Python. */
function lookedUp(names: readonly string[]): string[] {
  return names.map((name) => name.replace(/^python\//, ''));
}
