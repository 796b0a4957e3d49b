import path from 'node:path';
import { asciiJson, encodeText } from './bytes';
import { sha256 } from './runtime';
import { readRegularFile, writeFileAtomically, makeFolder } from './files';

/**
 * What the last run for an output was made of, in `<root>/_types/`. An L1 key that is not in the store tells nothing
 * of why; this tells a source that changed from one that was never cached. Other implementations leave it alone.
 */
export interface TypeRecord {
  l1: string;
  l2: string;
  /** SHA-256 each. */
  castxml: string;
  compiler: string;
  responseFile: string;
  source: string;
  arguments: string;
  /** The file with `__DATE__` or its kind that keeps the run out of L1; else unset. */
  timeDependent?: string;
}

const PARTS = ['l1', 'l2', 'castxml', 'compiler', 'responseFile', 'source', 'arguments'] as const;

export function readTypeRecord(root: string, output: string): TypeRecord | null {
  const content = readRegularFile(recordFile(root, output), 1 << 16);
  try {
    const json = JSON.parse(content?.bytes.toString('utf8') ?? '') as Partial<TypeRecord> | null;
    return json && PARTS.every((part) => typeof json[part] === 'string') ? (json as TypeRecord) : null;
  } catch {
    return null;
  }
}

/** Writes it where it says something new. What cannot be written costs a reason, nothing else. */
export function writeTypeRecord(root: string, output: string, record: TypeRecord): void {
  const file = recordFile(root, output);
  const text = asciiJson(record);
  if (readRegularFile(file, 1 << 16)?.bytes.toString('latin1') === text) return;
  try {
    makeFolder(path.dirname(file));
    writeFileAtomically(file, text);
  } catch {
    // The next run tries again.
  }
}

function recordFile(root: string, output: string): string {
  const name = sha256(encodeText(output)).slice(0, 32);
  return path.join(root, '_types', name.slice(0, 2), `${name}.json`);
}
