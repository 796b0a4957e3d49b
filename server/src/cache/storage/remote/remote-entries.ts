import { asciiJson } from '../../inputs/path-bytes';
import { isKey, parseL1Check, parseL1Entry, serializeL1Check, type L1Check } from '../l1-entry';
import { parsePortableEntry, type PortableEntry } from '../portable-entry';
import type { Remote } from './remote';
import { gunzip, gzip, sha256 } from '../../codecs';
import { parseL2Check, type L2Check } from '../entries';

/*
 * What the remote stores: an XML as a gzip blob, a pointer to it under its L2 key, and the manifest that leads to the L2 key
 * under the L1 or portable key. What an earlier run has found out about a tool is under a key of that tool. Our keys are digests of the contract's keys and a label, so that they do not collide with
 * those of other users of the server.
 */

const LEVEL = 1;
const MAX_XML_BYTES = 1 << 30;
const MAX_MANIFEST_BYTES = 64 << 20;
const MAX_PORTABLE = 8;

function remoteKey(label: 'l1' | 'l2' | 'p1' | 'tool', key: string): string {
  return sha256(`itk-wrap remote 1\0${label}\0${key}`);
}

interface Pointer {
  check: L2Check;
  blob: { sha256: string; bytes: number };
}

/** The verified XML of an L2 key that `accept` accepts. Null if the remote has none. */
export async function fetchXml(
  remote: Remote,
  l2: string,
  accept: (check: L2Check) => boolean,
): Promise<{ xml: Buffer; check: L2Check } | null> {
  const action = await remote.getAction(remoteKey('l2', l2));
  const pointer = action && parsePointer(action.toString('utf8'));
  if (!pointer || !accept(pointer.check)) return null;
  const packed = await remote.getBlob(pointer.blob.sha256, pointer.blob.bytes);
  if (!packed) return null;
  try {
    const { bytes, sha256: digest } = pointer.check;
    const xml = await gunzip(packed, { maxBytes: Math.min(bytes, MAX_XML_BYTES) });
    return xml.length === bytes && sha256(xml) === digest ? { xml, check: pointer.check } : null;
  } catch {
    return null;
  }
}

function parsePointer(text: string): Pointer | null {
  try {
    const json = JSON.parse(text) as { check?: unknown; blob?: Partial<Pointer['blob']> } | null;
    const check = parseL2Check(JSON.stringify(json?.check));
    const { sha256: digest, bytes } = json?.blob ?? {};
    if (!check || typeof digest !== 'string' || !isKey(digest)) return null;
    if (typeof bytes !== 'number' || !(bytes > 0 && bytes <= MAX_XML_BYTES)) return null;
    return { check, blob: { sha256: digest, bytes } };
  } catch {
    return null;
  }
}

/** Sends an XML and the pointer to it. */
export async function sendXml(remote: Remote, l2: string, xml: Buffer, check: L2Check): Promise<void> {
  if (!remote.writable) return;
  const packed = await gzip(xml, LEVEL);
  const blob = { sha256: sha256(packed), bytes: packed.length };
  if (!(await remote.putBlob(blob.sha256, packed))) return;
  await remote.putAction(remoteKey('l2', l2), Buffer.from(asciiJson({ check, blob })), blob);
}

/** An L1 entry as in a local root. */
export interface RemoteL1 {
  text: string;
  check: L1Check;
}

/** The L1 entry of a key. Null if the remote has none. */
export async function fetchL1(remote: Remote, l1: string): Promise<RemoteL1 | null> {
  const json = (await fetchJson(remote, remoteKey('l1', l1))) as { text?: unknown; check?: unknown } | null;
  const check = parseL1Check(JSON.stringify(json?.check ?? null));
  if (typeof json?.text !== 'string' || check?.of !== sha256(json.text)) return null;
  return parseL1Entry(json.text) ? { text: json.text, check } : null;
}

/** Sends an L1 entry. */
export async function sendL1(
  remote: Remote,
  l1: string,
  text: string,
  check: Omit<L1Check, 'of'>,
): Promise<void> {
  const whole = JSON.parse(serializeL1Check({ ...check, of: sha256(text) })) as unknown;
  await sendJson(remote, remoteKey('l1', l1), { text, check: whole });
}

/** The portable entries of a key. */
export async function fetchPortable(remote: Remote, key: string): Promise<PortableEntry[]> {
  const json = await fetchJson(remote, remoteKey('p1', key));
  if (!Array.isArray(json)) return [];
  return json
    .slice(0, MAX_PORTABLE)
    .map((item) => parsePortableEntry(JSON.stringify(item)))
    .filter((entry) => entry !== null);
}

/**
 * Adds an entry to those of the remote. If two clients do so at the same moment, one entry may be lost, which only costs a
 * miss.
 */
export async function sendPortable(
  remote: Remote,
  key: string,
  entry: PortableEntry,
  others: readonly PortableEntry[],
): Promise<void> {
  const kept = others.filter((other) => JSON.stringify(other.deps) !== JSON.stringify(entry.deps));
  await sendJson(remote, remoteKey('p1', key), [entry, ...kept].slice(0, MAX_PORTABLE));
}

/** What the remote knows of a tool, as JSON. Null if it knows nothing. */
export async function fetchToolFact(remote: Remote, key: string): Promise<unknown> {
  return fetchJson(remote, remoteKey('tool', key));
}

/** Sends what is known of a tool, unless the remote has it already. */
export async function sendToolFact(remote: Remote, key: string, value: unknown): Promise<void> {
  if (remote.writable && (await fetchToolFact(remote, key)) === null)
    await sendJson(remote, remoteKey('tool', key), value);
}

async function fetchJson(remote: Remote, key: string): Promise<unknown> {
  const action = await remote.getAction(key);
  if (!action) return null;
  try {
    return JSON.parse((await gunzip(action, { maxBytes: MAX_MANIFEST_BYTES })).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

async function sendJson(remote: Remote, key: string, value: unknown): Promise<void> {
  if (remote.writable) await remote.putAction(key, await gzip(Buffer.from(asciiJson(value)), LEVEL), null);
}
