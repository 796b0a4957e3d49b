import { readFileSync } from 'node:fs';
import { PositionEncodingKind } from 'vscode-languageserver';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toPath } from './convert';

/** The encoding of positions that the client likes best of those that we have. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncodingKind {
  const known: readonly string[] = [PositionEncodingKind.UTF8, PositionEncodingKind.UTF16];
  return offered?.find((encoding) => known.includes(encoding)) ?? PositionEncodingKind.UTF16;
}

/** UTF-16 units of a line up to a count of UTF-8 bytes. */
export function toUtf16(line: string, bytes: number): number {
  let count = 0;
  let at = 0;
  while (at < line.length && count < bytes) {
    const point = line.codePointAt(at)!;
    count += bytesOf(point);
    at += point > 0xffff ? 2 : 1;
  }
  return at;
}

/** UTF-8 bytes of a line up to a count of UTF-16 units. */
export function toUtf8(line: string, units: number): number {
  let bytes = 0;
  for (let at = 0; at < Math.min(units, line.length);) {
    const point = line.codePointAt(at)!;
    bytes += bytesOf(point);
    at += point > 0xffff ? 2 : 1;
  }
  return bytes;
}

const bytesOf = (point: number): number => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);

/** Texts by URI, for lines that positions point into. */
type Lines = (uri: string) => readonly string[] | null;

/**
 * Translates positions of requests and answers between the client's encoding and UTF-16, which the features speak. Any
 * value is taken: objects with `line` and `character` are positions, in the document of the nearest URI around them.
 */
export class PositionTranslator {
  constructor(
    public encoding: PositionEncodingKind,
    private readonly document: (uri: string) => TextDocument | undefined,
  ) {}

  get isIdentity(): boolean {
    return this.encoding !== PositionEncodingKind.UTF8;
  }

  /** From the client. */
  incoming<T>(value: T, uri: string | undefined): T {
    return this.isIdentity ? value : (this.translate(value, uri, toUtf16, this.lines()) as T);
  }

  /** To the client. */
  outgoing<T>(value: T, uri: string | undefined): T {
    return this.isIdentity ? value : (this.translate(value, uri, toUtf8, this.lines()) as T);
  }

  /** Encoded semantic tokens, whose lengths and starts count units as positions do. */
  tokens(data: readonly number[], uri: string): number[] {
    if (this.isIdentity) return [...data];
    const lines = this.lines()(uri) ?? [];
    const result: number[] = [];
    let [line, character, lastLine, lastStart] = [0, 0, 0, 0];
    for (let n = 0; n + 4 < data.length; n += 5) {
      character = data[n] === 0 ? character + data[n + 1]! : data[n + 1]!;
      line += data[n]!;
      const text = lines[line] ?? '';
      const start = toUtf8(text, character);
      const length = toUtf8(text, character + data[n + 2]!) - start;
      result.push(
        line - lastLine,
        line === lastLine ? start - lastStart : start,
        length,
        data[n + 3]!,
        data[n + 4]!,
      );
      [lastLine, lastStart] = [line, start];
    }
    return result;
  }

  /** Applies a change of the client to a document, in the client's encoding. */
  update(document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number): TextDocument {
    let current = document;
    for (const change of changes) {
      const lines = current.getText().split('\n');
      const utf16 = this.isIdentity
        ? change
        : (this.translate(change, current.uri, toUtf16, () => lines) as typeof change);
      current = TextDocument.update(current, [utf16], version);
    }
    return current;
  }

  private translate(
    value: unknown,
    uri: string | undefined,
    convert: (line: string, count: number) => number,
    lines: Lines,
  ): unknown {
    if (Array.isArray(value)) return value.map((item) => this.translate(item, uri, convert, lines));
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Record<string, unknown>;
    if (typeof object.line === 'number' && typeof object.character === 'number') {
      const text = uri === undefined ? undefined : lines(uri)?.[object.line];
      return text === undefined ? object : { ...object, character: convert(text, object.character) };
    }
    const inner = uriIn(object) ?? uri;
    return Object.fromEntries(
      Object.entries(object).map(([key, item]) => [
        key,
        key === 'data' ? item : this.translate(item, ownerOf(key, object, inner, uri), convert, lines),
      ]),
    );
  }

  private lines(): Lines {
    const known = new Map<string, readonly string[] | null>();
    return (uri) => {
      const found = known.get(uri);
      if (found !== undefined) return found;
      const lines = this.read(uri);
      known.set(uri, lines);
      return lines;
    };
  }

  private read(uri: string): readonly string[] | null {
    const document = this.document(uri);
    if (document) return document.getText().split('\n');
    try {
      return readFileSync(toPath(uri), 'utf8').split('\n');
    } catch {
      return null;
    }
  }
}

function uriIn(object: Record<string, unknown>): string | undefined {
  if (typeof object.uri === 'string') return object.uri;
  if (typeof object.targetUri === 'string') return object.targetUri;
  const document = object.textDocument as { uri?: unknown } | undefined;
  return typeof document?.uri === 'string' ? document.uri : undefined;
}

/** Some parts of an object are about another document than the object: a link's origin, a caller's calls, `changes`. */
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
