import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { lastRunOf, recordedXml } from '../../cache/lookup/recorded-xml';
import { storedMs } from '../../cache/storage/entries';
import type { StoreRoot } from '../../cache/storage/store-root';
import type { Trees, Verdict } from '../../cache/api';
import { readRegularFile } from '../../host/read-regular-file';

/**
 * The store's evidence about an XML on disk. Its time is not enough, because a copy or a `touch` makes any file new.
 * - `recorded`: it is the XML of the entry that the verdict is about, which was stored at `storedMs`. `byContent`: its bytes were
 *   compared, and not only its time
 * - `earlier`: it is the XML of the last run, whose inputs have changed since
 * - `other`: the entry that the verdict is about has another XML
 * - `unknown`: the store has nothing to compare it with
 */
export type XmlEvidence =
  | { kind: 'recorded'; storedMs: number | null; byContent: boolean }
  | { kind: 'earlier' }
  | { kind: 'other' }
  | { kind: 'unknown' };

/** The maximum time between the time of an XML and storing it. */
const RUN_MS = 120_000;
/** The maximum inaccuracy of file times. */
const SLACK_MS = 2000;

/** Compares XML files with the store. Reads a file only once as long as it stays the same. */
export class XmlComparison {
  private readonly digests = new Map<string, { signature: string; digest: string }>();

  /** @param roots the roots that respond */
  constructor(private readonly roots: () => readonly StoreRoot[]) {}

  /**
   * @param xml absolute; the file exists
   * @param byContent whether to compare the bytes even if the time of the file is enough
   */
  async compare(xml: string, verdict: Verdict, trees: Trees, byContent = false): Promise<XmlEvidence> {
    try {
      return await this.look(xml, verdict, trees, byContent);
    } catch {
      // The file was added or removed meanwhile, or cannot be read. The next check will tell.
      return { kind: 'unknown' };
    }
  }

  private async look(xml: string, verdict: Verdict, trees: Trees, byContent: boolean): Promise<XmlEvidence> {
    if (verdict.state === 'hit') {
      if (!byContent && (await this.isOfItsTime(xml, verdict)))
        return { kind: 'recorded', storedMs: null, byContent: false };
      return this.against(xml, verdict.l2, trees);
    }
    if (verdict.state === 'unverified') return this.against(xml, verdict.l2, trees);
    if (!isChange(verdict)) return { kind: 'unknown' };
    const found = await this.against(xml, verdict.l2 ?? lastRunOf(this.roots(), xml) ?? undefined, trees);
    if (found.kind !== 'recorded' || (await this.isMadeSince(xml, verdict))) return { kind: 'unknown' };
    return { kind: 'earlier' };
  }

  /**
   * Whether the file was created after the change that makes the run miss. Then somebody ran castxml without the store, and
   * the change (such as a comment) made no difference. A `touch` updates a file's times, but not its birth time.
   */
  private async isMadeSince(xml: string, { reason }: Verdict): Promise<boolean> {
    if (!reason || !('subject' in reason)) return false;
    const { birthtimeMs, ctimeMs } = await stat(xml);
    const changed = await stat(reason.subject);
    // A file system without birth times returns the time of the last change instead.
    return birthtimeMs < ctimeMs && birthtimeMs > Math.max(changed.mtimeMs, changed.ctimeMs);
  }

  /**
   * Whether a hit's XML was written when the entry was made or used, so that a run of ours wrote it. Does not read the XML.
   */
  private async isOfItsTime(xml: string, { root: of, l2, entry }: Verdict): Promise<boolean> {
    const root = this.roots().find((candidate) => candidate.path === of);
    if (root === undefined || l2 === undefined || !entry) return false;
    const stored = storedMs(root, l2);
    const { mtimeMs } = await stat(xml);
    return stored !== null && mtimeMs >= stored - RUN_MS && mtimeMs <= entry.usedMs + SLACK_MS;
  }

  private async against(xml: string, l2: string | undefined, trees: Trees): Promise<XmlEvidence> {
    const recorded = l2 === undefined || l2 === '' ? null : recordedXml(this.roots(), l2);
    if (!recorded) return { kind: 'unknown' };
    // In another checkout its paths differ, and therefore its bytes.
    const madeIn = recorded.trees;
    if (madeIn && (madeIn.source !== trees.source || madeIn.build !== trees.build))
      return { kind: 'unknown' };
    const { size } = await stat(xml);
    if (recorded.bytes !== null && recorded.bytes !== size) return { kind: 'other' };
    const digest = await recorded.digest();
    if (digest === null) return { kind: 'unknown' };
    return digest === (await this.digestOf(xml))
      ? { kind: 'recorded', storedMs: recorded.storedMs, byContent: true }
      : { kind: 'other' };
  }

  private async digestOf(file: string): Promise<string> {
    const { size, mtimeMs, ctimeMs, ino } = await stat(file);
    const signature = [size, mtimeMs, ctimeMs, ino].join(' ');
    const known = this.digests.get(file);
    if (known?.signature === signature) return known.digest;
    const digest = createHash('sha256')
      .update(await readRegularFile(file))
      .digest('hex');
    this.digests.set(file, { signature, digest });
    return digest;
  }
}

/** Whether a run misses because an input of the XML changed. */
function isChange({ state, reason }: Verdict): boolean {
  switch (state === 'hit-l2' ? undefined : reason?.kind) {
    case 'source-changed':
    case 'flags-changed':
    case 'castxml-changed':
    case 'compiler-changed':
    case 'header-changed':
    case 'header-removed':
    case 'include-directory-changed':
      return true;
    default:
      return false;
  }
}
