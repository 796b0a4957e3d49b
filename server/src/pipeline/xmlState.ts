import type { StatMemo } from './statMemo';
import type { XmlState } from './types';

/**
 * Whether an XML is newer than everything it was made from.
 * Ninja compares it with its direct inputs only; here every header counts that is known to have been read.
 */
export async function xmlStateOf(
  type: { xml: string; inputs: readonly string[] },
  stats: StatMemo,
): Promise<{ state: XmlState; because: string | null }> {
  const made = await stats.mtime(type.xml);
  if (made === null) return { state: 'missing', because: null };
  for (const input of type.inputs) {
    const changed = await stats.mtime(input);
    if (changed === null || changed > made) return { state: 'stale', because: input };
  }
  return { state: 'fresh', because: null };
}
