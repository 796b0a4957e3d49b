import type { CacheContext } from '../../cache-context';
import { serializeL1Entry } from '../l1-entry';
import { findUsableL2, xmlFits } from '../../lookup/usable-entry';
import { verifyL1 } from '../../lookup/direct';
import { verifyPortable } from '../../lookup/portable';
import type { Found } from '../../lookup/found';
import type { Observed } from '../../inputs/observe';
import { portableKey, writePortable, type PortableEntry } from '../portable-entry';
import type { Prepared } from '../../invocation/resolved-run';
import type { Remote } from './remote';
import { fetchL1, fetchPortable, fetchXml, sendL1, sendPortable, sendXml } from './remote-entries';
import { keysOfXml, underKey } from '../../lookup/keys-of-xml';
import { firstAcceptingRoot, portableOf } from '../../run/save';
import { findL2, noteStored, writeL1, writeL2, type L2Check, type StoredL2 } from '../entries';
import { takeSnapshot } from '../../inputs/digests';
import type { Trees } from '../../api';

/*
 * The remote as the last root. Its data is verified, copied to the first local root that accepts it, and used from there, so
 * a remote hit is handled like a local one.
 */

/** The remote's entry for this run that is valid without starting a process, copied to a local root. */
export async function lookUpRemote(
  cache: CacheContext,
  remote: Remote,
  prepared: Prepared,
): Promise<Found | null> {
  const context = { ...cache, snapshot: takeSnapshot() };
  const trees = prepared.trees();
  if (trees) {
    const key = portableKey(prepared, trees);
    for (const entry of await fetchPortable(remote, key)) {
      if (!verifyPortable(entry, trees, prepared, context)) continue;
      const fits = (check: L2Check): boolean =>
        xmlFits({ check }, { ...entry.layout, exact: '', source: '' }, trees);
      const l2 = await localizeXml(cache, remote, entry.l2Key, prepared, fits);
      if (!l2) continue;
      const name = writePortable(l2.root, key, entry);
      return { state: 'hit', l2Key: entry.l2Key, l2, root: l2.root, trees, portable: { name, entry, trees } };
    }
  }
  const l1 = await fetchL1(remote, prepared.l1);
  if (!l1) return null;
  const { check } = l1;
  const entry = verifyL1(l1.text, check, prepared, context);
  if (!entry) return null;
  const fits = (l2: L2Check): boolean => xmlFits({ check: l2 }, check.layout, check.trees ?? null);
  const l2 = await localizeXml(cache, remote, entry.l2Key, prepared, fits);
  if (!l2) return null;
  writeL1(l2.root, prepared.l1, l1.text, check);
  const where = check.trees ? { trees: check.trees } : {};
  return { state: 'hit', l2Key: entry.l2Key, entry, l2, root: l2.root, ...where };
}

/** The L2 entry of a key in a local root. It is fetched from the remote if no root has it. */
export async function localizeXml(
  cache: CacheContext,
  remote: Remote,
  l2: string,
  prepared: Prepared,
  fits: (check: L2Check) => boolean,
): Promise<StoredL2 | null> {
  const local = findUsableL2(l2, prepared, cache.roots, (entry) => entry.check !== null && fits(entry.check));
  if (!('reason' in local)) return local;
  const usable = (check: L2Check): boolean => check.flags === prepared.flags && fits(check);
  const fetched = await fetchXml(remote, l2, usable);
  if (!fetched) return null;
  const { xml, check } = fetched;
  const entry = { key: l2, l1Key: prepared.l1, xml, format: cache.options.format, check };
  const root = await firstAcceptingRoot(cache, cache.roots, async (candidate) => {
    await writeL2(candidate, entry, local.replaceable === true);
    noteStored(candidate, cache.now());
  });
  const stored = root && findL2(root, l2);
  return stored && !('damaged' in stored) ? stored : null;
}

/** Sends the results of a finished run. Different XMLs of one text have different keys on the remote, as it has no contract. */
export async function sendRun(
  remote: Remote,
  observed: Observed,
  xml: Buffer,
  check: L2Check,
): Promise<void> {
  await sendXml(remote, keysOfXml(observed)[1], xml, check);
  await sendManifest(remote, observed);
}

/** Sends the manifest that leads to the XML of a run: a portable one if the trees are known. */
export async function sendManifest(remote: Remote, made: Observed): Promise<void> {
  if (!remote.writable || made.timeDependent !== null) return;
  const observed = underKey(made, keysOfXml(made)[1]);
  const { prepared, entry, check } = observed;
  const trees: Trees | undefined = check.trees;
  if (!trees) return sendL1(remote, prepared.l1, serializeL1Entry(entry), check);
  const key = portableKey(prepared, trees);
  const others: PortableEntry[] = await fetchPortable(remote, key);
  await sendPortable(remote, key, portableOf(observed, trees), others);
}

/** Calls the remote. It must never fail a build, so a failure costs only the requested data, and gives a warning. */
export async function fromRemote<T>(cache: CacheContext, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    cache.warn(`the remote cache cannot be used: ${(error as Error).message}`);
    return null;
  }
}
