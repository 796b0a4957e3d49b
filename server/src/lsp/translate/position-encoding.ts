import { PositionEncodingKind } from 'vscode-languageserver';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { MAX_SOURCE_BYTES, textOrNullSync } from '../../host/read-regular-file';
import type { Position } from '../../shared/text-range';
import { toPath } from './to-protocol';
import { hasLoneReturn, PositionIndex } from './position-index';

/** The first encoding of positions that the client offers and that we support. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncodingKind {
  const known: readonly string[] = [PositionEncodingKind.UTF8, PositionEncodingKind.UTF16];
  return offered?.find((encoding) => known.includes(encoding)) ?? PositionEncodingKind.UTF16;
}

/**
 * Translates the positions in requests and answers between the client's encoding and that of the features: see
 * PositionIndex. It accepts any value. Objects with `line` and `character` are positions in the document of the nearest URI
 * around them.
 *
 * For clients that count UTF-16 units, only open documents are searched for lone carriage returns.
 */
export class PositionTranslator {
  /** Open documents in which a carriage return ends a line only for the client. */
  private readonly odd = new Set<string>();
  private readonly indexes = new WeakMap<TextDocument, { version: number; index: PositionIndex }>();

  constructor(
    public encoding: PositionEncodingKind,
    private readonly document: (uri: string) => TextDocument | undefined,
  ) {}

  /** Called when a document is opened or changed. */
  opened(document: TextDocument): TextDocument {
    if (hasLoneReturn(document.getText())) this.odd.add(document.uri);
    else this.odd.delete(document.uri);
    return document;
  }

  closed(uri: string): void {
    this.odd.delete(uri);
  }

  /** Translates a value from the client. */
  incoming<T>(value: T, uri: string | undefined): T {
    if (this.isIdentity()) return value;
    return this.translate(value, uri, (index, position) => index.incoming(position), this.known()) as T;
  }

  /** Translates a value to the client. */
  outgoing<T>(value: T, uri: string | undefined): T {
    if (this.isIdentity()) return value;
    return this.translate(value, uri, (index, position) => index.outgoing(position), this.known()) as T;
  }

  /** Translates encoded semantic tokens, whose starts and lengths count units as positions do. */
  tokens(data: readonly number[], uri: string): number[] {
    const index = this.isIdentity() ? null : this.indexOf(uri);
    if (index === null) return [...data];
    const result: number[] = [];
    const own = { line: 0, character: 0 };
    let last = { line: 0, character: 0 };
    for (let n = 0; n + 4 < data.length; n += 5) {
      own.character = data[n] === 0 ? own.character + data[n + 1]! : data[n + 1]!;
      own.line += data[n]!;
      const start = index.outgoing(own);
      const end = index.outgoing({ line: own.line, character: own.character + data[n + 2]! });
      // A token must not span several lines of the client.
      if (end.line !== start.line) continue;
      result.push(
        start.line - last.line,
        start.line === last.line ? start.character - last.character : start.character,
        end.character - start.character,
        data[n + 3]!,
        data[n + 4]!,
      );
      last = start;
    }
    return result;
  }

  /** Applies a change from the client, in the client's encoding, to a document. */
  update(document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number): TextDocument {
    let current = document;
    for (const change of changes)
      current = TextDocument.update(current, [this.inUtf16(change, current)], version);
    this.indexes.delete(current);
    return this.opened(current);
  }

  /** Converts the range of a change. Documents count lines as the client does, but always count UTF-16 units. */
  private inUtf16(
    change: TextDocumentContentChangeEvent,
    document: TextDocument,
  ): TextDocumentContentChangeEvent {
    if (this.encoding !== PositionEncodingKind.UTF8 || !('range' in change)) return change;
    const index = new PositionIndex(document.getText(), 'utf-8');
    const { start, end } = change.range;
    return { ...change, range: { start: index.unitsOf(start), end: index.unitsOf(end) } };
  }

  private isIdentity(): boolean {
    return this.encoding !== PositionEncodingKind.UTF8 && this.odd.size === 0;
  }

  private translate(value: unknown, uri: string | undefined, convert: Convert, indexes: Indexes): unknown {
    if (Array.isArray(value)) return value.map((item) => this.translate(item, uri, convert, indexes));
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Record<string, unknown>;
    const { line, character } = object;
    if (typeof line === 'number' && typeof character === 'number') {
      const index = uri === undefined ? null : indexes(uri);
      return index === null ? object : { ...object, ...convert(index, { line, character }) };
    }
    const inner = uriIn(object) ?? uri;
    return Object.fromEntries(
      Object.entries(object).map(([key, item]) => [
        key,
        key === 'data' ? item : this.translate(item, ownerOf(key, object, inner, uri), convert, indexes),
      ]),
    );
  }

  /** The indexes of one request. A file that is not open is read only once. */
  private known(): Indexes {
    const known = new Map<string, PositionIndex | null>();
    return (uri) => {
      let index = known.get(uri);
      if (index === undefined) known.set(uri, (index = this.indexOf(uri)));
      return index;
    };
  }

  private indexOf(uri: string): PositionIndex | null {
    const unit = this.encoding === PositionEncodingKind.UTF8 ? 'utf-8' : 'utf-16';
    const document = this.document(uri);
    if (document === undefined) {
      const text = unit === 'utf-8' ? textOrNullSync(toPath(uri), MAX_SOURCE_BYTES) : null;
      return text === null ? null : new PositionIndex(text, unit);
    }
    if (unit === 'utf-16' && !this.odd.has(uri)) return null;
    const known = this.indexes.get(document);
    if (known?.version === document.version) return known.index;
    const index = new PositionIndex(document.getText(), unit);
    this.indexes.set(document, { version: document.version, index });
    return index;
  }
}

type Convert = (index: PositionIndex, position: Position) => Position;
type Indexes = (uri: string) => PositionIndex | null;

function uriIn(object: Record<string, unknown>): string | undefined {
  if (typeof object.uri === 'string') return object.uri;
  if (typeof object.targetUri === 'string') return object.targetUri;
  const document = object.textDocument as { uri?: unknown } | undefined;
  return typeof document?.uri === 'string' ? document.uri : undefined;
}

/**
 * The document of a part of an object. It may differ from that of the object: a link's origin, a caller's calls, `changes`.
 */
function ownerOf(
  key: string,
  object: Record<string, unknown>,
  inner: string | undefined,
  outer: string | undefined,
): string | undefined {
  if (key === 'originSelectionRange') return outer;
  if (key === 'fromRanges') return (object.from as { uri?: string } | undefined)?.uri ?? outer;
  if (/^file:/.test(key)) return key;
  return inner;
}
