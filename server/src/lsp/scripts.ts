import { readFile, stat } from 'node:fs/promises';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Script } from '../cmake/ast';
import { toPath } from './convert';

/** How many parsed files are kept that no editor has open. */
const KEPT = 2000;

/** Parsed scripts: of open documents by their version, of others by the file's time and size. */
export class Scripts {
  private readonly parsed = new Map<string, { stamp: string; script: Script }>();

  constructor(
    private readonly parse: (text: string) => Script,
    private readonly document: (uri: string) => TextDocument | undefined,
  ) {}

  /** Null where the file is not open and cannot be read. */
  async get(uri: string): Promise<Script | null> {
    const document = this.document(uri);
    if (document) return this.keep(uri, `open ${document.version}`, () => document.getText());
    try {
      const file = toPath(uri);
      const stats = await stat(file);
      const stamp = `disk ${stats.mtimeMs} ${stats.size}`;
      const known = this.parsed.get(uri);
      if (known?.stamp === stamp) return known.script;
      const text = await readFile(file, 'utf8');
      return this.keep(uri, stamp, () => text);
    } catch {
      this.parsed.delete(uri);
      return null;
    }
  }

  private keep(uri: string, stamp: string, text: () => string): Script {
    const known = this.parsed.get(uri);
    if (known?.stamp === stamp) return known.script;
    const script = this.parse(text());
    this.parsed.delete(uri);
    this.parsed.set(uri, { stamp, script });
    if (this.parsed.size > KEPT) {
      const [oldest] = this.parsed.keys();
      if (oldest !== undefined) this.parsed.delete(oldest);
    }
    return script;
  }
}
