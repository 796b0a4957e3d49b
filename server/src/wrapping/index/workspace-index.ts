import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Script } from '../../cmake/syntax/ast';
import { MAX_SOURCE_BYTES, textOrNullSync } from '../../host/read-regular-file';
import type { Location } from '../../shared/text-range';
import {
  type Definition,
  type FileFacts,
  factsOf,
  type ModuleFacts,
  type Occurrence,
  type SymbolKind,
  typeNameOfWrap,
} from './script-facts';
import { findScripts } from './find-scripts';
import { classesInHeader, type HeaderClass } from './header-classes';
import type { TypeFamily } from './type-families';

export interface IndexedDefinition extends Definition {
  file: string;
}

export interface IndexedClass extends HeaderClass {
  file: string;
}

/** How long a slice of work may hold the event loop before requests get their turn, in milliseconds. */
const SLICE_MS = 8;

/**
 * What all scripts and headers of the source trees say, by name. Filled in the background; until then, and for files
 * that come later, it answers from what it has. One per server.
 */
export class WorkspaceIndex {
  private readonly facts = new Map<string, FileFacts>();
  private readonly definitions = new Map<string, IndexedDefinition[]>();
  /** Where a symbol occurs: by kind, name and file. */
  private readonly mentions = new Map<SymbolKind, Map<string, Map<string, Occurrence[]>>>();
  private readonly headers = new Map<string, string[]>();
  private readonly classes = new Map<string, IndexedClass>();
  private readonly classesOfHeader = new Map<string, string[]>();
  private readonly wraps = new Map<string, string[]>();
  private readonly modules = new Map<string, ModuleFacts & { file: string }>();
  private readonly moduleDirs = new Map<string, string>();
  /** Answers of `moduleOf`, until a module comes or goes. */
  private readonly moduleOfFolder = new Map<string, string | null>();
  private readonly scanned: string[] = [];
  private readonly families = new Map<string, TypeFamily[]>();
  /** Grows with every change: what is derived from the index is valid as long as it stays. */
  revision = 0;

  /** `isLeftOut` is asked before a text is read. */
  constructor(
    private readonly parse: (text: string) => Script,
    private readonly isLeftOut: (file: string, text: string) => boolean = () => false,
  ) {}

  /** Reads whole source trees, in slices. `progress` is called with the share that is done, from 0 to 1. */
  async scan(
    roots: readonly string[],
    signal?: AbortSignal,
    progress?: (done: number) => void,
  ): Promise<void> {
    const found = await Promise.all(roots.map((root) => findScripts(root, signal)));
    const scripts = [...new Set(found.flatMap((files) => files.scripts))];
    const wraps = [...new Set(found.flatMap((files) => files.wraps))];
    for (const file of new Set(found.flatMap((files) => files.headers))) this.addHeader(file);
    // Macro files twice: the first time over, macros that set variables by name through others are not all known.
    const work = [...scripts, ...scripts.filter((file) => this.isMacroFile(file)), ...wraps];
    let slice = Date.now();
    for (const [n, file] of work.entries()) {
      if (signal?.aborted) return;
      this.readScript(file);
      if (Date.now() - slice < SLICE_MS) continue;
      progress?.(n / work.length);
      await nextTurn();
      slice = Date.now();
    }
    progress?.(1);
    this.scanned.push(...roots);
  }

  /** Whether the tree that holds a file was read to its end, so that what is not in the index is not there. */
  hasScanned(file: string): boolean {
    return this.scanned.some((root) => file === root || file.startsWith(root + path.sep));
  }

  /** Reads the classes of the headers that the scans found, in slices. */
  async scanHeaders(signal?: AbortSignal): Promise<void> {
    let slice = Date.now();
    for (const files of this.headers.values())
      for (const file of files) {
        if (signal?.aborted) return;
        this.readHeader(file);
        if (Date.now() - slice < SLICE_MS) continue;
        await nextTurn();
        slice = Date.now();
      }
  }

  /** Reads a header's classes again, or for the first time. */
  readHeader(file: string): void {
    this.updateHeader(file, textOf(file));
  }

  /** Takes a header's text; null where it is gone. */
  updateHeader(file: string, text: string | null): void {
    const found = text === null || this.isLeftOut(file, text) ? [] : classesInHeader(text);
    const names = new Set(found.map(({ name }) => name));
    for (const name of this.classesOfHeader.get(file) ?? []) if (!names.has(name)) this.classes.delete(name);
    this.classesOfHeader.set(file, []);
    for (const one of found) {
      const known = this.classes.get(one.name);
      if (known && known.file !== file && isMainHeader(known)) continue;
      this.classes.set(one.name, { ...one, file });
      append(this.classesOfHeader, file, one.name);
    }
    this.revision++;
  }

  /** Takes the text of an open document, or of a file that was read. */
  update(file: string, script: Script): FileFacts {
    this.forget(file);
    const facts = factsOf(file, script, (name) => this.definitions.get(name)?.[0]);
    this.facts.set(file, facts);
    for (const definition of facts.definitions)
      append(this.definitions, definition.name.toLowerCase(), { ...definition, file });
    for (const occurrence of facts.occurrences) this.mention(file, occurrence);
    if (facts.families.length > 0) this.families.set(file, facts.families);
    if (facts.module) {
      this.modules.set(facts.module.name, { ...facts.module, file });
      this.moduleDirs.set(path.dirname(file), facts.module.name);
      this.moduleOfFolder.clear();
    }
    if (file.endsWith('.wrap')) append(this.wraps, typeNameOfWrap(file), file);
    this.revision++;
    return facts;
  }

  /** A file changed on disk, came or went. */
  fileChanged(file: string): void {
    if (file.endsWith('.h')) {
      if (/[\\/]include[\\/]/.test(file)) this.addHeader(file);
      this.readHeader(file);
      if (!existsSync(file)) drop(this.headers, path.basename(file), (one) => one === file);
    } else this.readScript(file);
  }

  factsOf(file: string): FileFacts | undefined {
    return this.facts.get(file);
  }

  files(): IterableIterator<string> {
    return this.facts.keys();
  }

  definitionsOf(command: string): readonly IndexedDefinition[] {
    return this.definitions.get(command.toLowerCase()) ?? [];
  }

  allDefinitions(): IndexedDefinition[] {
    return [...this.definitions.values()].flat();
  }

  /** Every place that names a symbol by exactly this name, with what the place does. */
  occurrencesOf(kind: SymbolKind, name: string): { file: string; occurrence: Occurrence }[] {
    return [...(this.mentions.get(kind)?.get(name) ?? [])].flatMap(([file, occurrences]) =>
      occurrences.map((occurrence) => ({ file, occurrence })),
    );
  }

  isMentioned(kind: SymbolKind, name: string): boolean {
    return this.mentions.get(kind)?.has(name) ?? false;
  }

  /** All names of one kind, and in how many files each occurs. */
  namesOf(kind: SymbolKind): [name: string, files: number][] {
    return [...(this.mentions.get(kind) ?? [])].map(([name, files]) => [name, files.size]);
  }

  classNamed(name: string): IndexedClass | undefined {
    return this.classes.get(name);
  }

  allClasses(): IterableIterator<IndexedClass> {
    return this.classes.values();
  }

  /** Files of a header's name: `itkImage.h`. */
  headersNamed(name: string): readonly string[] {
    return this.headers.get(path.basename(name)) ?? [];
  }

  headerNames(): IterableIterator<string> {
    return this.headers.keys();
  }

  /** The `.wrap` files of a type's name. */
  wrapsOf(type: string): readonly string[] {
    return this.wraps.get(type) ?? [];
  }

  /** Every `.wrap` file, by the name of its type. */
  allWraps(): IterableIterator<[string, string[]]> {
    return this.wraps.entries();
  }

  moduleNamed(name: string): (ModuleFacts & { file: string }) | undefined {
    return this.modules.get(name);
  }

  moduleNames(): string[] {
    return [...this.modules.keys()];
  }

  /** The module whose folder holds a file. */
  moduleOf(file: string): string | null {
    const folder = path.dirname(file);
    const known = this.moduleOfFolder.get(folder);
    if (known !== undefined) return known;
    let dir = folder;
    while (!this.moduleDirs.has(dir) && path.dirname(dir) !== dir) dir = path.dirname(dir);
    const module = this.moduleDirs.get(dir) ?? null;
    this.moduleOfFolder.set(folder, module);
    return module;
  }

  /** A module and all that it needs, directly or not. */
  dependencyClosure(module: string): Set<string> {
    const closure = new Set<string>();
    const open = [module];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (closure.has(name)) continue;
      closure.add(name);
      open.push(...(this.modules.get(name)?.dependencies ?? []));
    }
    return closure;
  }

  allFamilies(): { file: string; family: TypeFamily }[] {
    return [...this.families].flatMap(([file, families]) => families.map((family) => ({ file, family })));
  }

  private readScript(file: string): void {
    const text = textOf(file);
    if (text === null || this.isLeftOut(file, text)) this.forget(file);
    else this.update(file, this.parse(text));
  }

  private isMacroFile(file: string): boolean {
    return (this.facts.get(file)?.definitions.length ?? 0) > 0;
  }

  private mention(file: string, occurrence: Occurrence): void {
    const { kind, name } = occurrence;
    const names = this.mentions.get(kind) ?? new Map<string, Map<string, Occurrence[]>>();
    const files = names.get(name) ?? new Map<string, Occurrence[]>();
    this.mentions.set(kind, names);
    names.set(name, files);
    append(files, file, occurrence);
  }

  private unmention(file: string, kind: SymbolKind, name: string): void {
    const names = this.mentions.get(kind);
    const files = names?.get(name);
    files?.delete(file);
    if (files?.size === 0) names?.delete(name);
  }

  /** A header that may be included. */
  addHeader(file: string): void {
    const name = path.basename(file);
    if (!this.headers.get(name)?.includes(file)) append(this.headers, name, file);
  }

  forget(file: string): void {
    const old = this.facts.get(file);
    if (!old) return;
    this.facts.delete(file);
    for (const { name } of old.definitions)
      drop(this.definitions, name.toLowerCase(), (one) => one.file === file);
    for (const { kind, name } of old.occurrences) this.unmention(file, kind, name);
    this.families.delete(file);
    if (old.module) {
      this.modules.delete(old.module.name);
      this.moduleDirs.delete(path.dirname(file));
      this.moduleOfFolder.clear();
    }
    if (file.endsWith('.wrap')) drop(this.wraps, typeNameOfWrap(file), (one) => one === file);
    this.revision++;
  }
}

export const startOf = (file: string): Location => ({
  file,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
});

const isMainHeader = ({ name, file }: IndexedClass): boolean =>
  path.basename(file, '.h').toLowerCase() === `itk${name.split('::').at(-1)}`.toLowerCase();

/** Read at once: of each of thousands of small files, four turns of the event loop take longer than reading it. */
const textOf = (file: string): string | null => textOrNullSync(file, MAX_SOURCE_BYTES);

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function drop<T>(map: Map<string, T[]>, key: string, gone: (value: T) => boolean): void {
  const left = (map.get(key) ?? []).filter((value) => !gone(value));
  if (left.length > 0) map.set(key, left);
  else map.delete(key);
}
