import { stat } from 'node:fs/promises';
import { lastRunOf, recordedXml, writtenBy } from '../../cache/lookup/recorded-xml';
import type { StoreRoot } from '../../cache/storage/store-root';
import type { Trees, Verdict } from '../../cache/api';

/**
 * The store's evidence about an XML on disk. Its time is not enough, because a copy or a `touch` makes any file new.
 * - `recorded`: it is the XML of the entry that the verdict is about, which was stored at `storedMs`. `byContent`: its bytes were
 *   compared, now or by the run that left it. Otherwise a run has recorded the length and time of the file
 * - `earlier`: it is the XML of the last run, whose inputs have changed since
 * - `other`: the entry that the verdict is about has another XML
 * - `unknown`: the store has nothing to compare it with
 */
export type XmlEvidence =
  | { kind: 'recorded'; storedMs: number | null; byContent: boolean }
  | { kind: 'earlier' }
  | { kind: 'other' }
  | { kind: 'unknown' };

/** Compares XML files with the store. */
export class XmlComparison {
  /**
   * @param roots the roots that respond
   * @param digestOf the SHA-256 of a file. Throws if it cannot be told
   */
  constructor(
    private readonly roots: () => readonly StoreRoot[],
    private readonly digestOf: (file: string) => string,
  ) {}

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
    const { size, mtimeMs } = await stat(xml);
    const of = writtenBy(this.roots(), xml, { bytes: size, mtimeMs });
    if (verdict.state === 'hit') {
      const isOfEntry = of !== null && of.l2 === verdict.l2 && of.sha256 === (await this.sha256Of(of.l2));
      if (!byContent && isOfEntry) return { kind: 'recorded', storedMs: null, byContent: false };
      const found = await this.against(xml, verdict.l2, trees);
      // The entry was made in another checkout, so only its run could compare the bytes, and that is what it has recorded.
      if (found.kind === 'unknown' && isOfEntry) return { kind: 'recorded', storedMs: null, byContent: true };
      // Another run wrote it, and its text cannot be compared.
      return found.kind === 'unknown' && of !== null ? { kind: 'other' } : found;
    }
    if (verdict.state === 'unverified') return this.against(xml, verdict.l2, trees);
    if (!isChange(verdict)) return { kind: 'unknown' };
    if (of !== null) return { kind: 'earlier' };
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

  /** The SHA-256 of an entry's XML. */
  private async sha256Of(l2: string): Promise<string | null> {
    return (await recordedXml(this.roots(), l2)?.digest()) ?? null;
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
    return digest === this.digestOf(xml)
      ? { kind: 'recorded', storedMs: recorded.storedMs, byContent: true }
      : { kind: 'other' };
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
