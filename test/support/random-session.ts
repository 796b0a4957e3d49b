import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { FileChangeType, type FileEvent, type Range } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Editor } from './editor';

/** Returns a number from 0 to below `below`. */
type Random = (below: number) => number;

/** Lines with a meaning for the wrapping, correct and incorrect ones. */
const LINES = [
  'itk_wrap_class("itk::Image" POINTER)',
  'itk_end_wrap_class()',
  '  itk_wrap_template("${ITKM_F}2" "${ITKT_F},2")',
  '  itk_wrap_image_filter("${WRAP_ITK_REAL}" 1)',
  '  itk_wrap_image_filter("${WRAP_ITK_SCALAR}" 2 2+)',
  'itk_wrap_simple_class("itk::Object" POINTER)',
  'itk_wrap_simple_class("itk::NoSuchThing" POINTER_WITH_SUPERCLASS)',
  'itk_wrap_include("itkImage.h")',
  'itk_wrap_include("itkImag.h")',
  'set(WRAP_ITK_REEL "F")',
  'set(sizes "1;2;3")',
  'foreach(t ${WRAP_ITK_REAL})',
  'endforeach()',
  'unique(types "${WRAP_ITK_SCALAR};${WRAP_ITK_REAL}")',
  'itk_wrap_filter_dims(has_3d 3)',
  'if(has_3d)',
  'endif()',
  'macro(sets_it name)\n  set(${name} 1)\nendmacro()',
  'macro(passes_it name)\n  sets_it(${name})\nendmacro()',
  'passes_it(mine)',
  'message("${mine}")',
  'function(sets_it other name)\nendfunction()',
  'function(itk_wrap_class class)\nendfunction()',
  'set(WRAPPER_SUBMODULE_ORDER itkImage itkObject)',
  'itk_module(ITKOther DEPENDS ITKCommon)',
  'itk_module(ITKCommon)',
  '# A comment.',
  'itk_wrap_module(ITKCommon)',
];
const PIECES = ['X', '(', ')', '"', '${', '}', ' ', '\n', '#', 'é', '😀', 'itk::', 'F', ';'];
const MAX_OPEN = 8;

interface OpenFile {
  document: TextDocument;
  /** Earlier texts, the last one at the end. */
  undo: string[];
}

/** A user who opens, edits, saves and closes scripts of a workspace at random, while files appear and disappear on disk. */
export class RandomSession {
  private readonly originals = new Map<string, string>();
  private readonly opened = new Map<string, OpenFile>();
  /** The actions so far, the last one at the end. */
  readonly log: string[] = [];
  private made = 0;

  constructor(
    private readonly source: string,
    private readonly build: string,
    private readonly random: Random,
    private readonly editors: readonly Editor[],
  ) {
    for (const file of filesIn(source))
      if (!file.startsWith(build) && /\.wrap$|\.cmake$|[\\/]CMakeLists\.txt$|\.h$/.test(file))
        this.originals.set(file, readFileSync(file, 'utf8'));
  }

  /** The texts of the open documents, in a random order. */
  openTexts(): [file: string, text: string][] {
    const texts = [...this.opened].map(([file, { document }]): [string, string] => [
      file,
      document.getText(),
    ]);
    return texts.sort(() => this.random(3) - 1);
  }

  /** One random edit. */
  async step(): Promise<void> {
    const dice = this.random(100);
    if (this.opened.size === 0 || (dice < 7 && this.opened.size < MAX_OPEN)) return this.open();
    if (dice < 62) return this.edit();
    if (dice < 74) return this.undo();
    if (dice < 79) return this.close();
    if (dice < 84) return this.save();
    if (dice < 87) return this.changeOnDisk();
    if (dice < 89) return this.create();
    if (dice < 92) return this.remove();
    if (dice < 94) return this.rename();
    if (dice < 97) return this.restore();
    return this.touchBuild();
  }

  private pick<T>(items: readonly T[]): T | undefined {
    return items[this.random(items.length)];
  }

  private scripts(): string[] {
    return [...this.originals.keys()].filter((file) => !file.endsWith('.h'));
  }

  private async open(): Promise<void> {
    const file = this.pick(this.scripts().filter((one) => !this.opened.has(one) && existsSync(one)));
    if (file === undefined) return;
    await this.openFile(file, readFileSync(file, 'utf8'));
  }

  private async openFile(file: string, text: string): Promise<void> {
    this.log.push(`open ${this.short(file)}`);
    this.opened.set(file, { document: TextDocument.create(file, 'cmake', 1, text), undo: [] });
    for (const editor of this.editors) await editor.open(file, text);
  }

  private async edit(): Promise<void> {
    const [file, open] = this.pick([...this.opened])!;
    const { document } = open;
    const text = document.getText();
    const changes = [this.someChange(document)];
    if (this.random(5) === 0) changes.push({ range: emptyAt(document, 0), text: '\n' });
    await this.change(file, open, changes, text);
  }

  private someChange(document: TextDocument): { range: Range; text: string } {
    const text = document.getText();
    const at = this.random(text.length + 1);
    const line = document.positionAt(at).line;
    const lineStart = document.offsetAt({ line, character: 0 });
    const lineEnd = document.offsetAt({ line: line + 1, character: 0 });
    const range = (from: number, to: number): Range => ({
      start: document.positionAt(from),
      end: document.positionAt(to),
    });
    const words = [...text.matchAll(/\b(?:macro|function)\(\s*(\w+)|\b(itk_\w+|WRAP_ITK_\w+|\w+Filter)\b/gi)];
    switch (this.random(6)) {
      case 0:
        return { range: range(at, at), text: this.pick(PIECES)! };
      case 1:
        return { range: range(at, Math.min(text.length, at + 1 + this.random(4))), text: '' };
      case 2:
        return { range: range(lineStart, lineStart), text: `${this.pick(LINES)}\n` };
      case 3:
        return { range: range(lineStart, lineEnd), text: '' };
      default: {
        const word = this.pick(words);
        if (!word) return { range: range(lineStart, lineStart), text: `${this.pick(LINES)}\n` };
        const end = word.index + word[0].length;
        return this.random(2) === 0
          ? { range: range(end, end), text: 'X' }
          : { range: range(end - 1, end), text: '' };
      }
    }
  }

  private async change(
    file: string,
    open: OpenFile,
    changes: { range: Range; text: string }[],
    before: string | null,
  ): Promise<void> {
    if (before !== null) open.undo.push(before);
    this.log.push(`edit ${this.short(file)} ${JSON.stringify(changes)}`);
    TextDocument.update(open.document, changes, open.document.version + 1);
    for (const editor of this.editors) await editor.change(file, changes);
  }

  /** Undoes the last edits of a file, and sometimes all of them, so that texts do not become noise. */
  private async undo(): Promise<void> {
    const [file, open] = this.pick([...this.opened])!;
    const count = this.random(3) === 0 ? open.undo.length : Math.min(open.undo.length, 1 + this.random(3));
    if (count === 0) return;
    const text = open.undo[open.undo.length - count]!;
    open.undo.length -= count;
    const { document } = open;
    const end = document.positionAt(document.getText().length);
    await this.change(file, open, [{ range: { start: { line: 0, character: 0 }, end }, text }], null);
  }

  private async close(): Promise<void> {
    const [file] = this.pick([...this.opened])!;
    this.log.push(`close ${this.short(file)}`);
    this.opened.delete(file);
    for (const editor of this.editors) await editor.close(file);
  }

  private async save(): Promise<void> {
    const [file, { document }] = this.pick([...this.opened])!;
    await this.write(file, document.getText());
  }

  private async changeOnDisk(): Promise<void> {
    const file = this.pick([...this.originals.keys()].filter((one) => existsSync(one)));
    if (file === undefined) return;
    const text = readFileSync(file, 'utf8');
    const line = file.endsWith('.h')
      ? this.pick(['namespace itk { class NoSuchThing {}; }', 'namespace itk { class Image {}; }'])!
      : this.pick(LINES)!;
    await this.write(file, this.random(2) === 0 ? `${line}\n${text}` : this.originals.get(file)!);
  }

  private async create(): Promise<void> {
    const beside = this.pick(this.scripts().filter((one) => one.endsWith('.wrap')))!;
    const sibling = this.pick(['itkNew', 'itkImage', 'itkObject', 'helpers', 'itkNew.more'])!;
    const name = `${sibling}${this.random(2) === 0 ? '' : this.made++}${sibling === 'helpers' ? '.cmake' : '.wrap'}`;
    const file = path.join(path.dirname(beside), name);
    if (existsSync(file) || this.opened.has(file)) return;
    const text = Array.from({ length: 1 + this.random(5) }, () => this.pick(LINES)).join('\n') + '\n';
    if (!this.originals.has(file)) this.originals.set(file, text);
    await this.write(file, text);
    if (this.opened.size < MAX_OPEN && this.random(2) === 0) await this.openFile(file, text);
  }

  private async remove(): Promise<void> {
    const among = this.random(2) === 0 ? [...this.opened.keys()] : [...this.originals.keys()];
    const file = this.pick(among.filter((one) => existsSync(one)));
    if (file === undefined) return;
    this.log.push(`delete ${this.short(file)}`);
    rmSync(file);
    await this.tell([[file, FileChangeType.Deleted]]);
  }

  private async rename(): Promise<void> {
    const file = this.pick(this.scripts().filter((one) => one.endsWith('.wrap') && existsSync(one)));
    if (file === undefined) return;
    const to = file.replace(/(?:New)?\.wrap$/, (end) => (end.startsWith('New') ? '.wrap' : 'New.wrap'));
    if (existsSync(to)) return;
    this.log.push(`rename ${this.short(file)} ${this.short(to)}`);
    const text = readFileSync(file, 'utf8');
    if (!this.originals.has(to)) this.originals.set(to, text);
    writeFileSync(to, text);
    rmSync(file);
    await this.tell([
      [file, FileChangeType.Deleted],
      [to, FileChangeType.Created],
    ]);
  }

  /** Restores a file of the project. */
  private async restore(): Promise<void> {
    const changed = [...this.originals].filter(
      ([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text,
    );
    const found = this.pick(changed);
    if (found) await this.write(...found);
  }

  private async write(file: string, text: string): Promise<void> {
    const isNew = !existsSync(file);
    this.log.push(`${isNew ? 'create' : 'write'} ${this.short(file)} ${JSON.stringify(text).slice(0, 300)}`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    await this.tell([[file, isNew ? FileChangeType.Created : FileChangeType.Changed]]);
  }

  /** Makes a file of the build newer, or removes and restores it. */
  private async touchBuild(): Promise<void> {
    const made = filesIn(this.build).filter((file) => /\.(?:xml|pkl|index\.txt|stamp|cxx)$/.test(file));
    const file = this.pick(made);
    if (file === undefined) return;
    this.log.push(`touch ${this.short(file)}`);
    if (this.random(3) === 0) {
      const bytes = readFileSync(file);
      rmSync(file);
      await this.tell([[file, FileChangeType.Deleted]]);
      writeFileSync(file, bytes);
      await this.tell([[file, FileChangeType.Created]]);
      return;
    }
    // Whole seconds, so that the stored time of the file has no fraction.
    const time = Math.floor(statSync(file).mtimeMs / 1000) + 1;
    utimesSync(file, time, time);
    await this.tell([[file, FileChangeType.Changed]]);
  }

  private async tell(events: [file: string, type: FileChangeType][]): Promise<void> {
    const changes = events.map(([file, type]): FileEvent => ({ uri: URI.file(file).toString(), type }));
    for (const editor of this.editors) await editor.filesChanged(changes);
  }

  private short(file: string): string {
    return path.relative(this.source, file);
  }
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function emptyAt(document: TextDocument, offset: number): Range {
  const at = document.positionAt(offset);
  return { start: at, end: at };
}
