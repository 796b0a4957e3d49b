import * as l10n from '@vscode/l10n';
import { cmakeModules, renameSources, type SourceText } from '../../wrapping/rename/rename-sources';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { BuildTree } from '../../build/build-tree';
import type { Script } from '../../cmake/syntax/ast';
import type { CMakeParser } from '../../cmake/syntax/parse';
import type { Pipeline } from '../../pipeline/pipeline';
import { MAX_SOURCE_BYTES, textOrNullSync } from '../../host/read-regular-file';
import type { FileFacts } from '../../wrapping/index/script-facts';
import { belongsToTree } from '../../wrapping/index/find-scripts';
import { WorkspaceIndex } from '../../wrapping/index/workspace-index';
import { toPath, toUri } from '../translate/to-protocol';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { Evaluation } from '../evaluation/evaluation-messages';
import type { FileContext } from './file-context';
import type { FileGuard } from '../watchdog/quarantine';
import type { Scripts } from './scripts';
import { isInside, sourceRoots } from './source-roots';
import { sentences } from '../../shared/l10n/sentences';

/** Where the language features have what is around them from. */
export interface LanguageEnvironment {
  parser: CMakeParser;
  scripts: Scripts;
  guard: FileGuard;
  document: (uri: string) => TextDocument | undefined;
  pipeline: () => Pipeline | undefined;
  /** The build whose sources are indexed along with the folders. */
  build: () => Pick<BuildTree, 'source' | 'cache'> | undefined;
  evaluation: () => Evaluation | null;
  /** The whole workspace may read differently now. */
  indexed(): void;
  /** Runs work under a progress that the client shows. */
  progress(title: string, work: (report: (done: number) => void) => Promise<void>): Promise<void>;
}

/** The index of the workspace, kept in step with documents and files, and the context of each request. */
export class Language {
  private readonly workspace: WorkspaceIndex;
  private roots: string[] = [];
  private folders: readonly string[] = [];
  private scanning = new AbortController();
  /** What the index has of each file that was asked for. */
  private readonly indexedScripts = new Map<string, Script>();
  /** URIs of documents that were opened, closed or edited since the index took their texts. */
  private readonly changedDocuments = new Set<string>();
  /** Resolves the first `ready`; undefined until folders are expected. */
  private start: (() => void) | undefined;
  /** Resolves when the folders that are expected, or that were set last, are indexed. */
  ready: Promise<void> = Promise.resolve();
  /** Whether all scripts were read: before, what nobody seems to define is perhaps only not read yet. */
  indexed = false;

  constructor(private readonly environment: LanguageEnvironment) {
    this.workspace = new WorkspaceIndex(
      (text) => environment.parser.parseScript(text),
      environment.guard,
      (file) => this.isOpen(file),
    );
  }

  /** The index, with the texts of all open documents as they are now. */
  get index(): WorkspaceIndex {
    for (const uri of this.changedDocuments) {
      this.changedDocuments.delete(uri);
      this.takeDocument(uri);
    }
    return this.workspace;
  }

  /** A document was opened or closed, or has another text. Whatever is asked next is answered with it. */
  documentChanged(uri: string): void {
    if (isScript(uri)) this.changedDocuments.add(uri);
  }

  /** Folders will be set for the first time: what waits for the index waits for them too. */
  expectFolders(): void {
    if (this.start === undefined) this.ready = new Promise((resolve) => (this.start = resolve));
  }

  /** Indexes the source trees of these folders and the active build, as far as they are not yet, once `after` is settled. */
  setFolders(folders: readonly string[], after: Promise<unknown>): Promise<void> {
    this.folders = folders;
    this.start?.();
    this.ready = Promise.allSettled([this.ready, after])
      .then(() => this.scan(folders))
      .catch(() => undefined);
    return this.ready;
  }

  /** What the features need of a script; null of files that are none, or that cannot be read. */
  async context(uri: string): Promise<FileContext | null> {
    if (!isScript(uri)) return null;
    const { evaluation, pipeline, document } = this.environment;
    // Diagnostics of a workspace ask for hundreds of files one after the other: requests get their turn between them.
    if (!document(uri)) await new Promise(setImmediate);
    const file = toPath(uri);
    if (this.roots.length > 0 && !this.isOurs(file, this.roots)) return null;
    const { index } = this;
    const read = this.read(uri);
    if (!read) return null;
    const facts = this.factsOf(file, read.script);
    const type = pipeline()?.typeOfFile(file);
    const module = pipeline()?.module(type?.module ?? index.moduleOf(file) ?? '');
    return { uri, file, ...read, facts, index, evaluation: evaluation(), type, module };
  }

  /** Of an open document, else of the file, read at once; null if there is neither. */
  text(uri: string): string | null {
    const document = this.environment.document(uri);
    return document?.getText() ?? textOrNullSync(toPath(uri), MAX_SOURCE_BYTES);
  }

  /** Files that a watcher saw. Gives whether one of them is read by more than its own type. */
  filesChanged(files: readonly string[]): boolean {
    const relevant = files.filter((file) => isScript(file) || file.endsWith('.h'));
    for (const file of relevant) if (!this.isOpen(file)) this.takeFromDisk(file);
    return relevant.some((file) => !file.endsWith('.wrap'));
  }

  /** Documents that are known by another name now. */
  renamed(before: readonly string[], uris: readonly string[]): void {
    for (const file of before) {
      this.indexedScripts.delete(file);
      this.workspace.forget(file);
    }
    for (const uri of uris) this.documentChanged(uri);
  }

  /** Whether the active build has this file's module, so that it should have the file, which is on disk. */
  shouldBeInBuild(file: string): boolean {
    const pipeline = this.environment.pipeline();
    // A document may stay open whose file was deleted: CMake will not see it.
    if (!existsSync(file)) return false;
    const dir = path.dirname(file);
    return pipeline?.allModules().some(({ wrappingDir }) => wrappingDir === dir) ?? false;
  }

  /** Every file of the workspace that diagnostics are for, and those in which an evaluation found some. */
  filesToCheck(): string[] {
    const others = this.environment.evaluation()?.otherFilesWithProblems() ?? [];
    return [...new Set([...this.index.files().filter(isAlwaysChecked), ...others])];
  }

  /** Whether diagnostics are for a file: of a macro file only while somebody has it open. */
  isChecked(file: string): boolean {
    if (this.isOpen(file) || (isAlwaysChecked(file) && this.index.factsOf(file) !== undefined)) return true;
    return this.environment.evaluation()?.otherFilesWithProblems().includes(file) ?? false;
  }

  /** What an evaluation found in a file that is no script, such as CMakeCache.txt. */
  diagnosticsOfOther(file: string): readonly Diagnostic[] {
    return this.environment.evaluation()?.diagnosticsOf(file) ?? [];
  }

  /** Scripts and templates that may name what a file names: of all indexed trees, and the modules of the build's CMake. */
  async renameSources(): Promise<SourceText[]> {
    const cmake = this.environment.build()?.cache.get('CMAKE_ROOT');
    const textOf = (file: string): string | null => this.environment.document(toUri(file))?.getText() ?? null;
    const own = await renameSources(this.roots, textOf);
    return cmake && path.isAbsolute(cmake)
      ? [...own, ...(await cmakeModules(path.join(cmake, 'Modules')))]
      : own;
  }

  /** Whether a file is in a workspace folder, or in the sources of the build that is shown. */
  isEditable(file: string): boolean {
    const source = this.environment.build()?.source;
    // The sources of a build of another tree are not indexed, and are not changed either.
    const own = source !== undefined && this.roots.some((root) => isInside(source, root)) ? [source] : [];
    return [...this.folders, ...own].some((folder) => isInside(file, path.resolve(folder)));
  }

  dispose(): void {
    this.scanning.abort();
  }

  private async scan(folders: readonly string[]): Promise<void> {
    const roots = await sourceRoots(folders, this.environment.build());
    const added = roots.filter((root) => !this.roots.includes(root));
    // The sources of a build that is shown no more, or of another tree, must not answer for those of this one.
    if (added.length > 0 || roots.length < this.roots.length)
      this.workspace.keep(
        (file) => this.isOpen(file) || roots.some((root) => belongsToTree(root, file)),
        (root) => roots.includes(root),
      );
    this.roots = roots;
    if (added.length === 0) return;
    this.indexed = false;
    const { signal } = this.scanning;
    await this.environment.progress(l10n.t('Indexing wrapping files'), (report) =>
      this.workspace.scan(added, signal, report),
    );
    this.indexed = true;
    this.environment.indexed();
    await this.workspace.scanHeaders(signal);
    if (!signal.aborted) this.environment.indexed();
  }

  private isOpen(file: string): boolean {
    return this.environment.document(toUri(file)) !== undefined;
  }

  /** Whether a file lies in an indexed tree, or somebody has it open. */
  private isOurs(file: string, roots: readonly string[]): boolean {
    return roots.some((root) => isInside(file, root)) || this.isOpen(file);
  }

  private takeDocument(uri: string): void {
    const file = toPath(uri);
    if (!this.environment.document(uri)) return this.takeFromDisk(file);
    const read = this.read(uri);
    if (read) this.update(file, read.script);
  }

  /** What is on disk counts: for a file that no scan would find, nothing. */
  private takeFromDisk(file: string): void {
    this.indexedScripts.delete(file);
    if (this.roots.some((root) => belongsToTree(root, file))) this.workspace.fileChanged(file);
    else this.workspace.forget(file);
  }

  /** The script of a document, else of the file; one without statements if it is left out. */
  private read(uri: string): { script: Script; text: string } | null {
    const text = this.text(uri);
    if (text === null) return null;
    if (this.environment.guard(toPath(uri), text)) return { script: leftOut(), text: '' };
    const script = this.environment.scripts.get(uri);
    return script && { script, text };
  }

  /** A file that was changed without anybody telling is taken anew. One that no scan would find leaves no trace. */
  private factsOf(file: string, script: Script): FileFacts {
    const known = this.workspace.factsOf(file);
    if (known && this.indexedScripts.get(file) === script) return known;
    const belongs = known ?? this.roots.some((root) => belongsToTree(root, file));
    return belongs || this.isOpen(file) ? this.update(file, script) : this.workspace.read(file, script);
  }

  private update(file: string, script: Script): FileFacts {
    this.indexedScripts.set(file, script);
    return this.workspace.update(file, script);
  }
}

/** Whether diagnostics of a file are wanted even if nobody has it open. */
function isAlwaysChecked(file: string): boolean {
  return file.endsWith('.wrap') || /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file);
}

/** What stands for a script that an earlier server did not get past. */
const leftOut = (): Script => ({
  statements: [],
  comments: [],
  errors: [
    {
      message: sentences(
        l10n.t('The language server hung on this file and was restarted.'),
        l10n.t('The file is skipped until its text changes.'),
      ),
      severity: 'error',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    },
  ],
});

/** Whether a document is a CMake script. */
export function isScript(uri: string): boolean {
  return /\.wrap$|\.cmake$|\/CMakeLists\.txt$/.test(uri);
}
