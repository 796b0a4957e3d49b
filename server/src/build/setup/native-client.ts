import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ProcessRunner } from '../../host/process';
import { diskFs, mtimeOrNull, reasonOf } from '../../host/build-files';
import type { BuildTree } from '../build-tree';

/** The name of the client of the resident server. Its source, which ends in `.c`, ships in the folder `server/native/`. */
export const CLIENT = 'itk-castxml-cache-client';

/** How to make the client for a build. */
export interface ClientPlan {
  compiler: string;
  /** The source in the build, and the program to make. */
  source: string;
  program: string;
}

/**
 * Plans the client. It is compiled for the machine that builds, with the compiler of the build if there is one.
 *
 * @param source the source that ships with this program; null if the client is not wanted
 * @param folder the folder of the build for our files
 * @returns why there is no client, if there cannot be one
 */
export async function planClient(
  build: BuildTree,
  source: string | null,
  folder: string,
): Promise<ClientPlan | { without: string }> {
  if (source === null) return { without: '' };
  if (process.platform === 'win32')
    return { without: 'The resident server needs Unix sockets, so each hit starts the launcher.' };
  if ((await mtimeOrNull(source, diskFs)) === null)
    return { without: `${source} is missing, so each hit starts the launcher.` };
  const plan = { source: path.join(folder, `${CLIENT}.c`), program: path.join(folder, CLIENT) };
  for (const name of ['CMAKE_C_COMPILER', 'CMAKE_CXX_COMPILER']) {
    const compiler = build.cache.get(name);
    if (compiler && path.isAbsolute(compiler) && (await mtimeOrNull(compiler, diskFs)) !== null)
      return { ...plan, compiler };
  }
  return { ...plan, compiler: 'cc' };
}

/**
 * Compiles the client and starts it once. The compiler of a build may be for another machine, or refuse the code.
 *
 * @returns why there is no client now, as a sentence; null if there is one
 */
export async function compileClient(
  { compiler, source, program }: ClientPlan,
  run: ProcessRunner,
  signal?: AbortSignal,
): Promise<string | null> {
  const staging = `${program}.${process.pid}.tmp`;
  const succeeds = async (file: string, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run({
      file,
      args,
      cwd: path.dirname(source),
      ...(signal && { signal }),
    });
    if (code !== 0) throw new Error(stderr.toString().trim().split('\n')[0] || `${file} failed`);
    return stdout.toString();
  };
  try {
    await succeeds(compiler, ['-x', 'c', '-std=c99', '-O2', '-o', staging, source]);
    if (!(await succeeds(staging, ['--self-test'])).startsWith(CLIENT)) throw new Error('it does not answer');
    await rename(staging, program);
    return null;
  } catch (error) {
    await rm(program, { force: true });
    return `${compiler} made no client of the resident server (${reasonOf(error)}), so each hit starts the launcher.`;
  } finally {
    await rm(staging, { force: true });
  }
}
