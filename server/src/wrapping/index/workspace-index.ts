import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Script } from '../../cmake/syntax/ast';
import { MAX_SOURCE_BYTES, textOrNullSync } from '../../host/read-regular-file';
import type { Location } from '../../shared/text-range';
import { ByFile, compareFiles } from './by-file';
import {
  type Definition,
  type FileFacts,
  factsOf,
  type ModuleFacts,
  type Occurrence,
  readScript,
  type ScriptReading,
  type SymbolKind,
  typeNameOfWrap,
  withOutputs,
} from './script-facts';
import { findScripts } from './find-scripts';
import type { HeaderInclude } from '../headers/header-includes';
import { HeaderIndex, type IndexedClass } from '../headers/header-index';
import type { RequiredDefinition } from '../headers/required-definitions';
import { solveOutputs } from './macro-outputs';
import type { OutputsOf } from './script-facts';
import type { TypeFamily } from './type-families';
import type { TypeResolver } from '../types/type-resolver';

export interface IndexedDefinition extends Definition {
  file: string;
}

/** How long a slice of work may block the event loop, in milliseconds. */
const SLICE_MS = 8;

/**
 * The facts of all scripts and headers in the source trees, by name. The index is filled in the background. Until then, and
 * for files that are added later, it answers from what it has. There is one per server.
 *
 * Answers depend only on the current texts, and never on the order in which they arrived.
 */
export class WorkspaceIndex {
  private readonly readings = new Map<string, ScriptReading>();
  private readonly facts = new Map<string, FileFacts>();
  /** Digests of the texts that were read from disk. */
  private readonly digests = new Map<string, string>();
  private readonly definitions = new ByFile<IndexedDefinition>();
  /** Where a symbol occurs, by kind and name. */
  private readonly mentions = new Map<SymbolKind, ByFile<{ file: string; occurrence: Occurrence }>>();
  /** By name, without the folder. */
  private readonly headers = new ByFile<string>();
  private readonly wraps = new ByFile<string>();
  private readonly modules = new ByFile<ModuleFacts & { file: string }>();
  /** The names of modules, by folder. */
  private readonly moduleDirs = new ByFile<string>();
  /** Results of `moduleOf`, until a module is added or removed. */
  private readonly moduleOfFolder = new Map<string, string | null>();
  private readonly scanned: string[] = [];
  private orderedFiles: readonly string[] | null = null;
  private outputsOf: OutputsOf = () => [];
  /** Grows with every change. Derived data is valid while it stays the same. */
  revision = 0;
  private readonly classes: HeaderIndex;

  /** `isLeftOut` is called before a text is read. If a file `isOpen`, only `update` provides its text. */
  constructor(
    private readonly parse: (text: string) => Script,
    private readonly isLeftOut: (file: string, text: string) => boolean = () => false,
    private readonly isOpen: (file: string) => boolean = () => false,
    private readonly headerText: (file: string) => string | null = textOf,
  ) {
    this.classes = new HeaderIndex(headerText);
  }

  /** Reads whole source trees, in slices. `progress` is called with the completed share, from 0 to 1. */
  async scan(
    roots: readonly string[],
    signal?: AbortSignal,
    progress?: (done: number) => void,
  ): Promise<void> {
    const found = await Promise.all(roots.map((root) => findScripts(root, signal)));
    const scripts = [...new Set(found.flatMap((files) => files.scripts))];
    const wraps = [...new Set(found.flatMap((files) => files.wraps))];
    for (const file of new Set(found.flatMap((files) => files.headers))) this.addHeader(file);
    const work = [...scripts, ...wraps];
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

  /** Whether the whole tree that contains a file was read. If so, a file that is not in the index does not exist. */
  hasScanned(file: string): boolean {
    return this.scanned.some((root) => file === root || file.startsWith(root + path.sep));
  }

  /** Reads the classes of the headers that the scans found, in slices. */
  async scanHeaders(signal?: AbortSignal): Promise<void> {
    let slice = Date.now();
    for (const name of this.headers.keys())
      for (const file of this.headers.get(name)) {
        if (signal?.aborted) return;
        this.readHeader(file);
        if (Date.now() - slice < SLICE_MS) continue;
        await nextTurn();
        slice = Date.now();
      }
  }

  /** Reads the classes of a header from disk. */
  readHeader(file: string): void {
    this.updateHeader(file, this.headerText(file));
  }

  /** Takes the text of a header, or null if it was removed. */
  updateHeader(file: string, text: string | null): void {
    this.classes.update(file, text === null || this.isLeftOut(file, text) ? null : text);
    this.revision++;
  }

  /** Takes the text of an open document, or of a file that was read. */
  update(file: string, script: Script): FileFacts {
    this.digests.delete(file);
    const before = this.readings.get(file);
    const reading = readScript(file, script);
    this.readings.set(file, reading);
    this.put(reading);
    this.orderedFiles = null;
    this.definitionsChanged(before, reading);
    this.revision++;
    return this.facts.get(file)!;
  }

  /** The facts of a script that is not part of the index, as seen from the index. */
  read(file: string, script: Script): FileFacts {
    return factsOf(file, script, this.outputsOf);
  }

  /** A file was changed, created or deleted on disk. */
  fileChanged(file: string): void {
    if (file.endsWith('.h')) {
      if (!existsSync(file)) return this.forgetHeader(file);
      this.addHeader(file);
      this.readHeader(file);
    } else this.readScript(file);
  }

  /** Whether the facts of a file were read from disk, and from this text. */
  wasReadFrom(file: string, text: string): boolean {
    return this.digests.get(file) === digestOf(text);
  }

  factsOf(file: string): FileFacts | undefined {
    return this.facts.get(file);
  }

  /** All scripts, in the order in which they count. */
  files(): readonly string[] {
    return (this.orderedFiles ??= [...this.facts.keys()].sort(compareFiles));
  }

  definitionsOf(command: string): readonly IndexedDefinition[] {
    return this.definitions.get(command.toLowerCase());
  }

  /** The definition that a call in a file refers to: the file's own, or else the first one. */
  definitionFor(command: string, file: string): IndexedDefinition | undefined {
    const definitions = this.definitionsOf(command);
    return definitions.find((one) => one.file === file) ?? definitions[0];
  }

  allDefinitions(): IndexedDefinition[] {
    return this.definitions.keys().flatMap((name) => this.definitions.get(name));
  }

  /** Every place that names a symbol by exactly this name. */
  occurrencesOf(kind: SymbolKind, name: string): readonly { file: string; occurrence: Occurrence }[] {
    return this.mentions.get(kind)?.get(name) ?? [];
  }

  isMentioned(kind: SymbolKind, name: string): boolean {
    return this.mentions.get(kind)?.has(name) ?? false;
  }

  /** All names of one kind, with the number of files in which each occurs. */
  namesOf(kind: SymbolKind): [name: string, files: number][] {
    const mentions = this.mentions.get(kind);
    return mentions ? mentions.keys().map((name) => [name, mentions.countFiles(name)]) : [];
  }

  /** See `HeaderIndex`. */
  classNamed(name: string): IndexedClass | undefined {
    return this.classes.classNamed(name);
  }

  /** See `HeaderIndex`. */
  templateOf(name: string): string | null | undefined {
    return this.classes.templateOf(name);
  }

  /** Resolves C++ types by the headers as they are now. */
  types(): TypeResolver {
    return this.classes.types();
  }

  /** See `HeaderIndex`. */
  hasAlias(name: string): boolean {
    return this.classes.hasAlias(name);
  }

  /** One class of each name. */
  allClasses(): IndexedClass[] {
    return this.classes.allClasses();
  }

  /** The files of a header, given by a name such as `itkImage.h`. */
  headersNamed(name: string): readonly string[] {
    return this.headers.get(path.basename(name));
  }

  /** The headers that a header includes under no condition. Empty if the header was not read. */
  includesOf(header: string): readonly HeaderInclude[] {
    return this.classes.includesOf(header);
  }

  /** The names that must be defined before a header is included. Empty if the header was not read. */
  requirementsOf(header: string): readonly RequiredDefinition[] {
    return this.classes.requirementsOf(header);
  }

  /** The text of a file that is not part of the index, such as the CMakeLists.txt of a module. */
  textOf(file: string): string | null {
    return this.headerText(file);
  }

  headerNames(): readonly string[] {
    return this.headers.keys();
  }

  /** The `.wrap` files of a type. */
  wrapsOf(type: string): readonly string[] {
    return this.wraps.get(type);
  }

  /** Every `.wrap` file, by the name of its type. */
  allWraps(): [string, readonly string[]][] {
    return this.wraps.keys().map((type) => [type, this.wraps.get(type)]);
  }

  moduleNamed(name: string): (ModuleFacts & { file: string }) | undefined {
    return this.modules.get(name)[0];
  }

  moduleNames(): readonly string[] {
    return this.modules.keys();
  }

  /** The module whose folder contains a file. */
  moduleOf(file: string): string | null {
    const folder = path.dirname(file);
    const known = this.moduleOfFolder.get(folder);
    if (known !== undefined) return known;
    let dir = folder;
    while (!this.moduleDirs.has(dir) && path.dirname(dir) !== dir) dir = path.dirname(dir);
    const module = this.moduleDirs.get(dir)[0] ?? null;
    this.moduleOfFolder.set(folder, module);
    return module;
  }

  /** A module with everything that it needs, directly or indirectly. */
  dependencyClosure(module: string): Set<string> {
    const closure = new Set<string>();
    const open = [module];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (closure.has(name)) continue;
      closure.add(name);
      open.push(...(this.moduleNamed(name)?.dependencies ?? []));
    }
    return closure;
  }

  /**
   * The modules whose headers a module sees: itself, its DEPENDS and COMPILE_DEPENDS, and theirs. A variable counts as all
   * values that its itk-module.cmake sets. Null if one of the modules is not in the index, because its dependencies are then
   * unknown.
   */
  headerClosure(module: string): ReadonlySet<string> | null {
    const closure = new Set<string>();
    const open = [module];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (closure.has(name)) continue;
      const facts = this.moduleNamed(name);
      if (facts === undefined) return null;
      closure.add(name);
      for (const needed of facts.dependencies) {
        if (facts.privateDependencies.includes(needed)) continue;
        const names = this.valuesIn(facts.file, needed);
        if (names === null) return null;
        open.push(...names);
      }
    }
    return closure;
  }

  /** A name, or all values that a file sets for the variable that it refers to. Null if they are not known. */
  private valuesIn(file: string, name: string): readonly string[] | null {
    if (!name.includes('${')) return [name];
    const variable = /^\$\{(\w+)\}$/.exec(name)?.[1];
    if (variable === undefined) return null;
    const own = this.occurrencesOf('variable', variable).filter((one) => one.file === file);
    const writes = own
      .filter(({ occurrence: { role } }) => role === 'write')
      .map((one) => one.occurrence.value);
    if (writes.length === 0 || writes.some((value) => value === null || value.includes('${'))) return null;
    return writes.flatMap((value) => value!.split(';')).filter((value) => value !== '');
  }

  allFamilies(): { file: string; family: TypeFamily }[] {
    return this.files().flatMap((file) =>
      (this.facts.get(file)?.families ?? []).map((family) => ({ file, family })),
    );
  }

  forget(file: string): void {
    const before = this.readings.get(file);
    if (!before) return;
    this.remove(file);
    this.readings.delete(file);
    this.digests.delete(file);
    this.orderedFiles = null;
    this.definitionsChanged(before, undefined);
    this.revision++;
  }

  /** Forgets all other files and trees. */
  keep(isKept: (file: string) => boolean, isKeptTree: (root: string) => boolean): void {
    for (const file of [...this.readings.keys()]) if (!isKept(file)) this.forget(file);
    for (const name of [...this.headers.keys()])
      for (const file of this.headers.get(name)) if (!isKept(file)) this.forgetHeader(file);
    const kept = this.scanned.filter(isKeptTree);
    this.scanned.splice(0, this.scanned.length, ...kept);
    this.revision++;
  }

  private forgetHeader(file: string): void {
    this.headers.delete(path.basename(file), file);
    this.updateHeader(file, null);
  }

  private readScript(file: string): void {
    if (this.isOpen(file)) return;
    const text = textOf(file);
    if (text === null || this.isLeftOut(file, text)) this.forget(file);
    else {
      this.update(file, this.parse(text));
      this.digests.set(file, digestOf(text));
    }
  }

  /** If the macros changed, or the variables that they set, updates the facts of the files that call them. */
  private definitionsChanged(before: ScriptReading | undefined, after: ScriptReading | undefined): void {
    if (isSameOutside(before, after)) return;
    const outputsBefore = this.outputsOf;
    const order = [...this.readings.keys()].sort(compareFiles);
    this.outputsOf = solveOutputs(order.map((file) => this.readings.get(file)!));
    const differs = (file: string, command: string): boolean =>
      outputsBefore(file, command).join() !== this.outputsOf(file, command).join();
    for (const [file, reading] of this.readings) {
      const { calls, facts } = reading;
      if (
        calls.some(({ callee }) => differs(file, callee)) ||
        facts.definitions.some(({ name }) => differs(file, name.toLowerCase()))
      )
        this.put(reading);
    }
  }

  private put(reading: ScriptReading): void {
    const facts = withOutputs(reading, this.outputsOf);
    const { file } = facts;
    this.remove(file);
    this.facts.set(file, facts);
    for (const definition of facts.definitions)
      this.definitions.add(definition.name.toLowerCase(), file, { ...definition, file });
    for (const occurrence of facts.occurrences) {
      const { kind, name } = occurrence;
      const names = this.mentions.get(kind) ?? new ByFile();
      this.mentions.set(kind, names);
      names.add(name, file, { file, occurrence });
    }
    if (facts.module) {
      this.modules.add(facts.module.name, file, { ...facts.module, file });
      this.moduleDirs.add(path.dirname(file), file, facts.module.name);
      this.moduleOfFolder.clear();
    }
    if (file.endsWith('.wrap')) this.wraps.add(typeNameOfWrap(file), file, file);
  }

  private remove(file: string): void {
    const old = this.facts.get(file);
    if (!old) return;
    this.facts.delete(file);
    for (const { name } of old.definitions) this.definitions.delete(name.toLowerCase(), file);
    for (const { kind, name } of old.occurrences) this.mentions.get(kind)?.delete(name, file);
    if (old.module) {
      this.modules.delete(old.module.name, file);
      this.moduleDirs.delete(path.dirname(file), file);
      this.moduleOfFolder.clear();
    }
    if (file.endsWith('.wrap')) this.wraps.delete(typeNameOfWrap(file), file);
  }

  /** Adds a header that may be included. */
  addHeader(file: string): void {
    const name = path.basename(file);
    if (!this.headers.get(name).includes(file)) this.headers.add(name, file, file);
  }
}

/** Whether other files see the same macros, which set the same of their arguments. */
function isSameOutside(before: ScriptReading | undefined, after: ScriptReading | undefined): boolean {
  const seen = (reading: ScriptReading | undefined): unknown =>
    reading?.facts.definitions.map(({ name, outputs }, n) => [name, outputs, reading.passed[n]]) ?? [];
  return JSON.stringify(seen(before)) === JSON.stringify(seen(after));
}

/** The start of a file. */
export const startOf = (file: string): Location => ({
  file,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
});

/** Read synchronously: for thousands of small files, four turns of the event loop take longer than the reading. */
function textOf(file: string): string | null {
  return textOrNullSync(file, MAX_SOURCE_BYTES);
}

const digestOf = (text: string): string => createHash('sha1').update(text).digest('base64');

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
