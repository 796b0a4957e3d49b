import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readRegularFile } from '../../cache/inputs/input-files';
import type { Script } from '../../cmake/syntax/ast';
import type { CMakeParser, ScriptDocument } from '../../cmake/syntax/parse';
import { toPath } from '../translate/to-protocol';

/** The maximum number of parsed files to keep that are not open. */
const KEPT = 2000;

/** Parsed scripts. Open documents are parsed incrementally. Other files are parsed again if their time or size changes. */
export class Scripts {
  private readonly open = new Map<string, ScriptDocument>();
  private readonly onDisk = new Map<string, { stamp: string; script: Script }>();

  constructor(
    private readonly parser: CMakeParser,
    private readonly document: (uri: string) => TextDocument | undefined,
  ) {}

  /** The script of a document or file. Null if the file is not open and cannot be read. */
  get(uri: string): Script | null {
    const document = this.document(uri);
    return document ? this.ofDocument(uri, document) : this.ofFile(uri);
  }

  /** Releases a document that was closed. */
  close(uri: string): void {
    this.open.get(uri)?.close();
    this.open.delete(uri);
  }

  private ofDocument(uri: string, document: TextDocument): Script {
    const known = this.open.get(uri);
    if (known) return known.update(document.getText());
    const opened = this.parser.open(document.getText());
    this.open.set(uri, opened);
    return opened.script;
  }

  private ofFile(uri: string): Script | null {
    const content = readRegularFile(toPath(uri));
    if (!content) {
      this.onDisk.delete(uri);
      return null;
    }
    const { bytes, signature } = content;
    const stamp = `${signature.mtimeMs} ${signature.size}`;
    const known = this.onDisk.get(uri);
    if (known?.stamp === stamp) return known.script;
    const script = this.parser.parseScript(bytes.toString('utf8'));
    this.keep(uri, { stamp, script });
    return script;
  }

  private keep(uri: string, entry: { stamp: string; script: Script }): void {
    this.onDisk.delete(uri);
    this.onDisk.set(uri, entry);
    if (this.onDisk.size <= KEPT) return;
    const [oldest] = this.onDisk.keys();
    if (oldest !== undefined) this.onDisk.delete(oldest);
  }
}
