import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { MAX_SOURCE_BYTES } from '../../host/read-regular-file';
import type { Script } from './ast';
import { Converter } from './lower';
import { editBetween } from './edit';
import { MAX_NESTED_BLOCKS, tooDeepAt } from './nesting';
import { readScript } from './fast-parser';

/**
 * Loads the parser. `folder` contains `web-tree-sitter.wasm` and `tree-sitter-cmake.wasm`. Without it, it looks next
 * to the running bundle and then in the sources. Throws an error if they are in neither place.
 */
export function loadParser(folder?: string): Promise<CMakeParser> {
  // tree-sitter must not be initialized twice at the same time: the languages of one runtime are unknown to another.
  const parser = loading.then(() => load(folder));
  loading = parser.catch(() => undefined);
  return parser;
}

/** Ends when every parser so far has been loaded. */
let loading: Promise<unknown> = Promise.resolve();

async function load(folder?: string): Promise<CMakeParser> {
  const files = wasmFiles(folder);
  await Parser.init({ wasmBinary: readFileSync(files.runtime) });
  return new CMakeParser(await Language.load(readFileSync(files.language)));
}

/** Parses CMake scripts and `.wrap` files. One parser is enough for a process. */
export class CMakeParser {
  private readonly parser: Parser;
  private readonly converter: Converter;

  constructor(readonly language: Language) {
    this.parser = new Parser().setLanguage(language);
    this.converter = new Converter(language);
  }

  /** Parses a text that will not change. */
  parseScript(text: string): Script {
    if (text.length > MAX_SOURCE_BYTES) return this.parseByTree(text);
    return readScript(text, { whole: true }) ?? this.parseByTree(text);
  }

  /** Does the same through the syntax tree, which exists for every script but takes ten times as long. */
  parseByTree(text: string): Script {
    const unread = whyNotToParse(text);
    if (unread !== null) return unread;
    const tree = this.tryTree(text);
    if (tree === null) return tooComplex();
    try {
      return this.converter.convert(tree, text);
    } finally {
      tree.delete();
    }
  }

  /** Opens a text that will change, as in an editor. Close it when it is no longer needed. */
  open(text: string): ScriptDocument {
    return new ScriptDocument(this, text);
  }

  /** Returns the syntax tree, which the caller deletes. `old` is a tree that `Tree.edit` has updated for `text`. */
  parseTree(text: string, old?: Tree): Tree {
    const tree = this.parser.parse(text, old);
    if (!tree) throw new Error('The CMake parser gave no tree: it was interrupted.');
    return tree;
  }

  /** Like `parseTree`, but returns null if it takes too long. */
  tryTree(text: string, old?: Tree): Tree | null {
    const end = performance.now() + PARSE_MS;
    const tree = this.parser.parse(text, old, { progressCallback: () => performance.now() > end });
    // Otherwise the parser would continue the old text with the next one.
    if (!tree) this.parser.reset();
    return tree;
  }

  /** @internal for ScriptDocument */
  convert(tree: Tree, text: string): Script {
    return this.converter.convert(tree, text);
  }
}

/** A script that follows a changing text. After a change, only the changed part is parsed again. */
export class ScriptDocument {
  /** Null for a text that is not parsed: see `whyNotToParse`. */
  private current: Tree | null = null;
  private converted: Script | undefined;

  constructor(
    private readonly parser: CMakeParser,
    private currentText: string,
  ) {
    this.parse();
  }

  get text(): string {
    return this.currentText;
  }

  /** The syntax tree, valid until the next update. Null for a text that is not parsed. */
  get tree(): Tree | null {
    return this.current;
  }

  get script(): Script {
    return (this.converted ??= this.current
      ? this.parser.convert(this.current, this.currentText)
      : tooComplex());
  }

  /** Takes the whole new text and finds the changes itself. */
  update(text: string): Script {
    if (text !== this.currentText) {
      const old = this.current;
      old?.edit(editBetween(this.currentText, text));
      this.currentText = text;
      this.parse(old ?? undefined);
      old?.delete();
    }
    return this.script;
  }

  close(): void {
    this.current?.delete();
    this.current = null;
  }

  private parse(old?: Tree): void {
    const unread = whyNotToParse(this.currentText);
    this.converted = unread ?? undefined;
    this.current = unread ? null : this.parser.tryTree(this.currentText, old);
  }
}

/** The maximum time to parse one text, in milliseconds. ITK's largest script takes a hundredth of it. */
const PARSE_MS = 1000;

/** A script that explains why a text is not parsed, or null if the text can be parsed. */
function whyNotToParse(text: string): Script | null {
  if (text.length > MAX_SOURCE_BYTES)
    return unreadScript(0, l10n.t('This file is not read: it has more than {0} MB.', MAX_SOURCE_BYTES >> 20));
  const line = tooDeepAt(text);
  return line === null
    ? null
    : unreadScript(
        line,
        l10n.t('This file is not read: blocks nest more than {0} deep here.', MAX_NESTED_BLOCKS),
      );
}

const tooComplex = (): Script =>
  unreadScript(0, l10n.t('This file is not read: it takes too long to parse.'));

function unreadScript(line: number, message: string): Script {
  const range = { start: { line, character: 0 }, end: { line, character: 1 } };
  return { statements: [], comments: [], errors: [{ message, severity: 'error', range }] };
}

function wasmFiles(folder: string | undefined): { runtime: string; language: string } {
  const beside = folder ?? __dirname;
  const files = {
    runtime: path.join(beside, 'web-tree-sitter.wasm'),
    language: path.join(beside, 'tree-sitter-cmake.wasm'),
  };
  if (folder !== undefined || existsSync(files.language)) return files;
  return {
    runtime: createRequire(__filename).resolve('web-tree-sitter/web-tree-sitter.wasm'),
    language: path.resolve(__dirname, '../../../grammar/tree-sitter-cmake.wasm'),
  };
}
