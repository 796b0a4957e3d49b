import { readXml, type StoredL2 } from '../storage/entries';

/**
 * The XML that a run will restore if its inputs are as recorded. Another thread unpacks it while they are compared, which takes
 * about as long. If they differ, the work was for nothing, but castxml takes hundreds of times as long.
 */
export class XmlAhead {
  #entry: StoredL2 | null = null;
  #xml: Promise<Buffer | null> | null = null;

  /** Begins to read the XML of an entry. */
  readonly expect = (entry: StoredL2): void => {
    this.#entry = entry;
    this.#xml = readXml(entry);
    // Nobody may ask for it.
    this.#xml.catch(() => undefined);
  };

  /** The XML of an entry, as from `readXml`. */
  take(entry: StoredL2): Promise<Buffer | null> {
    const xml = this.#entry === entry ? this.#xml : null;
    this.#entry = this.#xml = null;
    return xml ?? readXml(entry);
  }
}
