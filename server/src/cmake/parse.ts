import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import type { Script } from './ast';
import { Converter } from './convert';
import { editBetween } from './edit';
import { readScript } from './read';

/**
 * Loads the parser. `folder` holds `web-tree-sitter.wasm` and `tree-sitter-cmake.wasm`; without it they are looked for
 * beside the running bundle, then where they lie in the sources. Throws where they are in neither.
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
    return readScript(text, { whole: true }) ?? this.parseByTree(text);
  }

  /** The same by the syntax tree, which every script has, and which takes ten times as long. */
  parseByTree(text: string): Script {
    const tree = this.parseTree(text);
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

  /** @internal for ScriptDocument */
  convert(tree: Tree, text: string): Script {
    return this.converter.convert(tree, text);
  }
}

/** A script that follows its text: after a change only what the change touches is parsed again. */
export class ScriptDocument {
  private current: Tree;
  private converted: Script | undefined;

  constructor(
    private readonly parser: CMakeParser,
    private currentText: string,
  ) {
    this.current = parser.parseTree(currentText);
  }

  get text(): string {
    return this.currentText;
  }

  /** The syntax tree. It is valid until the next update. */
  get tree(): Tree {
    return this.current;
  }

  get script(): Script {
    return (this.converted ??= this.parser.convert(this.current, this.currentText));
  }

  /** Takes the whole new text and finds out itself what changed. */
  update(text: string): Script {
    if (text !== this.currentText) {
      const old = this.current;
      old.edit(editBetween(this.currentText, text));
      this.current = this.parser.parseTree(text, old);
      old.delete();
      this.currentText = text;
      this.converted = undefined;
    }
    return this.script;
  }

  close(): void {
    this.current.delete();
  }
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
    language: path.resolve(__dirname, '../../grammar/tree-sitter-cmake.wasm'),
  };
}
