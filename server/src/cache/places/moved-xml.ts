import type { Trees } from '../api';
import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import { readRegularFile } from '../inputs/input-files';
import { changeSince, pinnedTrees, type Observed } from '../inputs/observe';
import { rememberedLinks, settledPath } from '../inputs/settled-path';
import { resolveTokens } from '../invocation/tree-pair';
import type { Prepared } from '../invocation/resolved-run';
import { keysOfXml } from '../lookup/keys-of-xml';
import { findUsableL2, xmlFits } from '../lookup/usable-entry';
import { translateXml } from '../invocation/translate-xml';
import { firstAcceptingRoot, portableOf } from '../run/save';
import { findL2, noteStored, readXml, writeL2, type StoredL2 } from '../storage/entries';
import { portableKey, readPortable, type PortableEntry } from '../storage/portable-entry';
import { keepHeaders, keptHeader, newHeaders } from './kept-headers';
import { codeDigest } from './code-digest';
import { movePlaces, type EditedFile } from './move-places';

/** If more files than this have changed, castxml is likely to be as fast. */
const MOST_EDITS = 100;

/** Whether `moveXml` may find an XML for a preprocessed text. */
export function mayMoveXml(cache: CacheContext, prepared: Prepared, text: Buffer): boolean {
  const trees = prepared.trees();
  if (!trees) return false;
  const key = portableKey(prepared, trees);
  return cache.roots
    .flatMap((root) => readPortable(root, key))
    .some(({ entry: { layout } }) => layout.code !== undefined && layout.code === codeDigest(text, trees));
}

/**
 * Makes the XML of a run from that of an earlier run of the type, if only comments and lines have changed since, and stores it under its
 * exact key. Null if there is no such run, or if more than places may have changed in the XML.
 * @param beganMs when the run began, by the file system's clock, in milliseconds since 1970
 */
export async function moveXml(
  cache: CacheContext,
  observed: Observed,
  beganMs: number,
): Promise<StoredL2 | null> {
  const { prepared, check } = observed;
  const { trees } = check;
  if (!trees) return null;
  const key = portableKey(prepared, trees);
  for (const root of cache.roots)
    for (const { entry } of readPortable(root, key)) {
      const edits = isSameCode(entry, observed) ? await editsSince(cache, entry, observed, trees) : null;
      const moved = edits && (await movedXml(cache, entry, observed, edits));
      // An input may have changed after it was preprocessed.
      if (moved) return changeSince(cache, observed, beganMs) ? null : store(cache, observed, moved);
    }
  return null;
}

/** Whether an earlier run had the same code, and whether its XML is known to be of its files. */
function isSameCode({ layout }: PortableEntry, { check }: Observed): boolean {
  const { code } = check.layout;
  return code !== undefined && layout.code === code && layout.contents !== undefined;
}

/** The files that have changed since an earlier run. Null if there are too many, or if the text of one is not known. */
async function editsSince(
  cache: CacheContext,
  entry: PortableEntry,
  observed: Observed,
  trees: Trees,
): Promise<EditedFile[] | null> {
  // A file that is named in two ways is listed twice.
  const [was, now] = [new Map(entry.deps), new Map(portableOf(observed, trees).deps)];
  if (now.size !== was.size || ![...was.keys()].every((dep) => now.has(dep))) return null;
  const changed = [...was].filter(([dep, digest]) => now.get(dep) !== digest);
  if (changed.length > MOST_EDITS) return null;
  const edits: EditedFile[] = [];
  for (const [dep, digest] of changed) {
    const file = resolveTokens(dep, trees);
    const before = digest === '' ? null : await keptHeader(cache, digest);
    const after = readRegularFile(file)?.bytes;
    if (!before || !after || sha256(after) !== now.get(dep)) return null;
    edits.push({ file, before, after });
  }
  return edits;
}

/** The XML, and how long castxml took for the one from which it is made. */
interface MovedXml {
  xml: Buffer;
  seconds: number;
}

async function movedXml(
  { roots }: CacheContext,
  entry: PortableEntry,
  { prepared, check: { trees } }: Observed,
  edits: readonly EditedFile[],
): Promise<MovedXml | null> {
  const layout = { ...entry.layout, exact: '', source: '' };
  const found = findUsableL2(entry.l2Key, prepared, roots, (l2) => xmlFits(l2, layout, trees ?? null));
  if ('reason' in found || !found.check?.trees || !trees) return null;
  const made = await readXml(found);
  if (!made) return null;
  const isLink = rememberedLinks();
  const xml = movePlaces(translateXml(made, found.check.trees, trees), edits, (name) =>
    settledPath(prepared.invocation.cwd, name, isLink),
  );
  return xml && { xml, seconds: found.check.seconds };
}

async function store(
  cache: CacheContext,
  observed: Observed,
  { xml, seconds }: MovedXml,
): Promise<StoredL2 | null> {
  const { prepared, check, literals } = observed;
  const [, key] = keysOfXml(observed);
  const entry = {
    ...{ key, l1Key: prepared.l1, xml, format: cache.options.format },
    check: {
      ...{ sha256: sha256(xml), bytes: xml.length, flags: prepared.flags, seconds, layout: check.layout },
      ...(check.trees ? { trees: check.trees } : {}),
      pinned: pinnedTrees(observed, xml),
      literals: [...literals.keys()],
    },
  };
  const root = await firstAcceptingRoot(cache, cache.roots, async (candidate) => {
    await writeL2(candidate, entry, true);
    noteStored(candidate, cache.now());
  });
  await keepHeaders(cache, newHeaders(cache, observed));
  const stored = root && findL2(root, key);
  return stored && !('damaged' in stored) ? stored : null;
}
