import type { Observed } from '../inputs/observe';
import { exactL2Key } from '../keys';

/**
 * The keys of the entries that may have the XML of an observed run, in the order in which they are tried: the contract's key of the
 * text, and the key of this text from the same files and lines. No other XML is stored under the latter.
 */
export function keysOfXml({ prepared, l2, check }: Observed): readonly [text: string, exact: string] {
  return [l2, exactL2Key(l2, prepared.flags, check.layout)];
}

/** The same observations, for the entry with this key. */
export function underKey(observed: Observed, key: string): Observed {
  return { ...observed, l2: key, entry: { ...observed.entry, l2Key: key } };
}
