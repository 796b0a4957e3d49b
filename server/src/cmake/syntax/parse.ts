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
 * Loads the parser. `folder` holds `web-tree-sitter.wasm` and `tree-sitter-cmake.wasm`; without it they are looked for
 * beside the running bundle, then where they lie in the sources. Throws if they are in neither.
 */
export async function loadParser(folder?: string): Promise<CMakeParser> {
  const files = wasmFiles(folder);
  await Parser.init({ wasmBinary: readFileSync(files.runtime) });
  return new CMakeParser(await Language.load(readFileSync(files.language)));
}

/** Parses CMake scripts and `.wrap` files. One is enough for a process. */
export class CMakeParser {
  private readonly parser: Parser;
  private readonly converter: Converter;

  constructor(readonly language: Language) {
    this.parser = new Parser().setLanguage(language);
    this.converter = new Converter(language);
  }

  /** The script of a text that will not change. */
  parseScript(text: string): Script {
    if (text.length > MAX_SOURCE_BYTES) return this.parseByTree(text);
    return readScript(text, { whole: true }) ?? this.parseByTree(text);
  }

  /** The same by the syntax tree, which every script has, and which takes ten times as long. */
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

  /** A text that will change, as in an editor. Close it when it is no longer needed. */
  open(text: string): ScriptDocument {
    return new ScriptDocument(this, text);
  }

  /** The syntax tree; the caller deletes it. `old` is a tree that `Tree.edit` has brought up to date with `text`. */
  parseTree(text: string, old?: Tree): Tree {
    const tree = this.parser.parse(text, old);
    if (!tree) throw new Error('The CMake parser gave no tree: it was interrupted.');
    return tree;
  }

  /** As `parseTree`; null when it takes too long. */
  tryTree(text: string, old?: Tree): Tree | null {
    const end = performance.now() + PARSE_MS;
    const tree = this.parser.parse(text, old, { progressCallback: () => performance.now() > end });
    // What was begun must not go on with the next text.
    if (!tree) this.parser.reset();
    return tree;
  }

  /** @internal for ScriptDocument */
  convert(tree: Tree, text: string): Script {
    return this.converter.convert(tree, text);
  }
}

/** A script that follows its text: after a change only what the change touches is parsed again. */
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

  /** The syntax tree, valid until the next update; null for a text that is not parsed. */
  get tree(): Tree | null {
    return this.current;
  }

  get script(): Script {
    return (this.converted ??= this.current
      ? this.parser.convert(this.current, this.currentText)
      : tooComplex());
  }

  /** Takes the whole new text and finds out itself what changed. */
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

/** How long one text may take to parse. The largest script of ITK takes a hundredth of it. */
const PARSE_MS = 1000;

/** What stands for a text that is too much to parse, and says so; null for one that is not. */
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
