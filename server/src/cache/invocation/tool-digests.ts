import { absolutePath } from '../inputs/settled-path';
import path from 'node:path';
import { emulatedCompiler, furtherResponseFiles, type ResponseFile } from './castxml-arguments';
import { encodeText } from '../inputs/path-bytes';
import type { Digests, Snapshot } from '../inputs/digests';
import { sha256 } from '../codecs';
import { exactStatOrNull } from '../inputs/input-files';
import { findProgram } from './find-program';
import { binaryHashFile } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';

/** Where and how programs are looked up, and where their digests are kept. */
export interface ToolContext {
  digests: Digests;
  snapshot: Snapshot;
  cwd: string;
  environment: NodeJS.ProcessEnv;
  /** The first root, which has `_binhash`. Null if nothing is kept. */
  root: StoreRoot | null;
  mayWrite: boolean;
}

/**
 * A binary that changed more recently than this may still be written within one tick of its timestamps, so its hash is not
 * kept.
 */
const SETTLED_MS = 50;

/**
 * SHA-256 of the CastXML binary's bytes, or `missing` or `unreadable`. The contract stores size, mtime and hash. The stored
 * hash is trusted only if the binary's ctime is older. Otherwise a binary that was replaced and got its old times back would
 * keep its old hash.
 */
export function castxmlHash(castxml: string, context: ToolContext): string {
  const { digests, snapshot, cwd } = context;
  return digests.once(`castxml\0${castxml}\0${cwd}`, snapshot, () => findCastxmlHash(castxml, context));
}

function findCastxmlHash(castxml: string, context: ToolContext): string {
  const program = findProgram(castxml, context.cwd, context.environment);
  const stats = program && exactStatOrNull(program);
  if (!program || !stats) return 'missing';
  const { root } = context;
  const memo = binaryHashFile(sha256(encodeText(castxml)));
  const line = `${stats.size} ${stats.mtimeNs} `;
  const changedMs = Number(stats.ctimeNs) / 1e6;
  // A file of another user is not trusted: it could make the XML of one castxml that of another.
  const remembered = root?.readOwn(memo, 4096);
  if (remembered) {
    const text = remembered.bytes.toString('latin1');
    const hash = text.slice(line.length).trim();
    const older = changedMs + context.digests.slackMs(path.dirname(program)) < remembered.signature.mtimeMs;
    if (older && text.startsWith(line) && /^[0-9a-f]{64}$/.test(hash)) return hash;
  }
  const { digest } = context.digests.file(program, context.snapshot);
  if (!digest) return 'unreadable';
  if (root && context.mayWrite && Date.now() - changedMs > SETTLED_MS)
    try {
      root.write(memo, `${line}${digest}\n`);
    } catch {
      // The hash is computed again next time.
    }
  return digest;
}

/** Environment variables that change the inputs of castxml and the emulated compiler. */
export const SHAPING_VARIABLES: readonly string[] = [
  'CPATH',
  'C_INCLUDE_PATH',
  'CPLUS_INCLUDE_PATH',
  'OBJC_INCLUDE_PATH',
  'GCC_EXEC_PREFIX',
  'COMPILER_PATH',
  'SDKROOT',
  'MACOSX_DEPLOYMENT_TARGET',
  'CCC_OVERRIDE_OPTIONS',
  'INCLUDE',
  'CL',
  '_CL_',
];

/** The inputs of a run apart from the key and the headers. */
export interface Surroundings {
  /** The compiler that castxml asks for its macros and include directories. Null if there is none. */
  compiler: { file: string; digest: string; ctimeMs: number } | null;
  /** Response files that the key does not cover, with their digests. */
  responseFiles: readonly (readonly [string, string])[];
  /** `NAME=value` of each variable that is set. */
  environment: readonly string[];
}

/** Reads the inputs of a run apart from the key and the headers. */
export function surroundings(
  passthrough: readonly string[],
  responseFile: ResponseFile,
  context: ToolContext,
): Surroundings {
  const name = emulatedCompiler(passthrough);
  const file = name === null ? null : findProgram(name, context.cwd, context.environment);
  const state = file === null ? null : context.digests.file(file, context.snapshot);
  return {
    compiler:
      name === null
        ? null
        : { file: file ?? name, digest: state?.digest ?? '', ctimeMs: state?.signature?.ctimeMs ?? 0 },
    responseFiles: furtherResponseFiles(passthrough, responseFile).map((response) => {
      const { digest } = context.digests.file(absolutePath(context.cwd, response), context.snapshot);
      return [response, digest] as const;
    }),
    environment: SHAPING_VARIABLES.filter((variable) => context.environment[variable]).map(
      (variable) => `${variable}=${context.environment[variable]}`,
    ),
  };
}

/** A single digest of all of them, for `_check.json`. */
export function surroundingsDigest(of: Surroundings): string {
  const content = [of.compiler?.digest ?? '', of.responseFiles.map(([, digest]) => digest), of.environment];
  return sha256(JSON.stringify(content));
}
