import { settledPath } from '../inputs/settled-path';
import {
  includeDirectories,
  keyArguments,
  parseArguments,
  parseResponseFile,
  searchDirectories,
  semanticFlags,
  type ParsedArguments,
} from './castxml-arguments';
import type { Digests, Snapshot } from '../inputs/digests';
import { readRegularFile, type Signature } from '../inputs/input-files';
import { absolutePath } from '../inputs/settled-path';
import { l1Key, type InputBytes } from '../keys';
import { sha256 } from '../codecs';
import type { StoreRoot } from '../storage/store-root';
import { castxmlHash, surroundings, surroundingsDigest, type Surroundings } from './tool-digests';
import { findTrees } from './tree-pair';
import type { Invocation, Scheme, Trees } from '../api';

/** An invocation with all contents of its L1 key. */
export interface Prepared {
  invocation: Invocation;
  parsed: ParsedArguments;
  /** An absolute path, like `source` and `responseFile`. */
  output: string;
  source: string;
  responseFile: string | null;
  sourceBytes: InputBytes;
  responseBytes: InputBytes;
  /**
   * The signatures of the source and the response file when they were read. Files that were given or do not exist have none.
   */
  signatures: readonly Signature[];
  castxmlHash: string;
  l1: string;
  /** As in the contract's fingerprint, not resolved. */
  includeDirs: readonly string[];
  /** Every directory that a flag names, as absolute paths. */
  searchDirs: () => readonly string[];
  surroundings: Surroundings;
  surroundingsDigest: string;
  /** The run's trees, looked up on first use. */
  trees: () => Trees | null;
  /** A digest of the flags that affect the XML and are not visible in the preprocessed text. */
  flags: string;
}

/** What is needed to read the inputs of a run. */
export interface PrepareContext {
  digests: Digests;
  snapshot: Snapshot;
  environment: NodeJS.ProcessEnv;
  roots: readonly StoreRoot[];
  scheme: Scheme;
  mayWrite: boolean;
}

/** Reads the inputs of a run. Null if the arguments name no output or no source. Such a run is not cached. */
export function prepare(invocation: Invocation, context: PrepareContext): Prepared | null {
  const parsed = parseArguments([invocation.castxml, ...invocation.args]);
  if (parsed.outputXml === null || parsed.cxxFile === null) return null;
  const { cwd } = invocation;
  const source = settledPath(cwd, parsed.cxxFile);
  const responseFile = parsed.incFile === null ? null : settledPath(cwd, parsed.incFile);
  const signatures: Signature[] = [];
  const bytesOf = (file: string): Buffer | undefined => {
    const given = invocation.contents?.get(file);
    if (given) return given;
    const content = readRegularFile(file);
    if (content) signatures.push(content.signature);
    return content?.bytes;
  };
  const sourceBytes: InputBytes = bytesOf(source) ?? 'missing';
  const responseBytes: InputBytes = responseFile === null ? null : (bytesOf(responseFile) ?? 'missing');
  const response = responseBytes instanceof Buffer ? parseResponseFile(responseBytes) : [];
  const tools = { ...context, cwd, root: context.roots[0] ?? null };
  const hash = castxmlHash(parsed.castxml, tools);
  const around = surroundings(parsed.passthrough, response, tools);
  const key = {
    castxmlHash: hash,
    responseFile: responseBytes,
    source: sourceBytes,
    flags: keyArguments(parsed.passthrough),
  };
  const output = settledPath(cwd, parsed.outputXml);
  return {
    invocation,
    parsed,
    output,
    source,
    responseFile,
    sourceBytes,
    responseBytes,
    signatures,
    castxmlHash: hash,
    l1: l1Key(key, context.scheme),
    includeDirs: includeDirectories(response),
    searchDirs: once(() =>
      searchDirectories(parsed.passthrough, response).map((directory) => absolutePath(cwd, directory)),
    ),
    surroundings: around,
    surroundingsDigest: surroundingsDigest(around),
    trees: once(() => invocation.trees ?? findTrees(output)),
    flags: sha256(semanticFlags(parsed.passthrough, response).join('\0')),
  };
}

/** An input of the key that cannot be read, or null if there is none. */
export function missingInput(prepared: Prepared): string | null {
  if (prepared.castxmlHash.length !== 64) return prepared.invocation.castxml;
  if (prepared.sourceBytes === 'missing') return prepared.source;
  return prepared.responseBytes === 'missing' ? prepared.responseFile : null;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** SHA-256 of an input's content. */
export function inputDigest(bytes: InputBytes): string {
  return bytes === null ? '' : bytes === 'missing' ? 'missing' : sha256(bytes);
}
