import { strippedPieces } from './inputs/line-markers';
import { encodeText } from './inputs/path-bytes';
import { newHash, sha256, type Hasher } from './codecs';
import type { TextLayout } from './inputs/text-layout';
import type { Scheme } from './api';

/** The bytes of a file: `missing` if it cannot be read, and null if no file is named. */
export type InputBytes = Buffer | 'missing' | null;

/** The inputs of the L1 key. */
export interface L1Inputs {
  castxmlHash: string;
  responseFile: InputBytes;
  source: InputBytes;
  /** As returned by `keyArguments`. */
  flags: readonly string[];
}

const L1_SALT: Record<Scheme, string> = { manifest: 'v2\0', plain: '' };
const L2_SALT: Record<Scheme, string> = { manifest: 'v2\0', plain: 'v4\0' };

/** The key that needs no process: a digest of CastXML, its response file, its source and its arguments. */
export function l1Key(inputs: L1Inputs, scheme: Scheme): string {
  const hash = newHash();
  hash.update(`${L1_SALT[scheme]}castxml\0${inputs.castxmlHash}\0`);
  updateInput(hash, inputs.responseFile, '\0inc_miss\0');
  updateInput(hash, inputs.source, '\0cxx_miss\0');
  for (const flag of inputs.flags) hash.update(encodeText(flag + '\0'));
  return hash.digest('hex');
}

function updateInput(hash: Hasher, bytes: InputBytes, missing: string): void {
  if (bytes !== null) hash.update(bytes === 'missing' ? missing : bytes);
  hash.update('\0');
}

/** The key of the preprocessed text, without its line markers. */
export function l2Key(castxmlHash: string, preprocessed: Buffer, scheme: Scheme): string {
  const hash = newHash();
  hash.update(scheme === 'manifest' ? `${L2_SALT.manifest}castxml\0${castxmlHash}\0` : L2_SALT.plain);
  for (const piece of strippedPieces(preprocessed)) hash.update(piece);
  return hash.digest('hex');
}

/**
 * The key of the same text from these files and lines, with these flags. One L2 key may stand for several XMLs: a comment
 * does not change the text, and types that wrap nothing all have the same one. The first XML is stored under the L2 key, and the
 * others under these keys. Manifests name them like any other, so other implementations restore them.
 */
export function exactL2Key(l2: string, flags: string, { portable, exact, contents }: TextLayout): string {
  return sha256(['exact 1', l2, flags, portable ?? exact, contents ?? ''].join('\0'));
}
