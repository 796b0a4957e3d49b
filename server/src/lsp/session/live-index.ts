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
import type { BuildCosts } from '../../pipeline/costs/build-costs';
import type { Evaluation } from '../evaluation/evaluation-messages';
import type { FileContext } from './file-context';
import type { FileGuard } from '../watchdog/quarantine';
import type { Scripts } from './scripts';
import { isInside, sourceRoots } from './source-roots';
import { sentences } from '../../shared/l10n/sentences';

/** What the language features need from the rest of the server. */
export interface LiveIndexEnvironment {
  parser: CMakeParser;
  scripts: Scripts;
  guard: FileGuard;
  document: (uri: string) => TextDocument | undefined;
  pipeline: () => Pipeline | undefined;
  /** The build whose sources are indexed together with the folders. */
  build: () => Pick<BuildTree, 'source' | 'cache'> | undefined;
  evaluation: () => Evaluation | null;
  /** What the types cost in the active build. Null if there is none. */
  costs: () => BuildCosts | null;
  /** Called when the results for any file of the workspace may have changed. */
  indexed(): void;
  /** Runs work while the client shows its progress. */
  progress(title: string, work: (report: (done: number) => void) => Promise<void>): Promise<void>;
}

/** The index of the workspace, kept up to date with documents and files, and the context of each request. */
export class LiveIndex {
  private readonly workspace: WorkspaceIndex;
  private roots: string[] = [];
  private folders: readonly string[] = [];
  private scanning = new AbortController();
  /** The script of each file as the index last saw it. */
  private readonly indexedScripts = new Map<string, Script>();
  /** URIs of documents that were opened, closed or edited since the index read them. */
  private readonly changedDocuments = new Set<string>();
  /** Resolves the first `ready`. Undefined until folders are expected. */
  private start: (() => void) | undefined;
  /** Resolves when the latest folders are indexed. */
  ready: Promise<void> = Promise.resolve();
  /** Whether all scripts were read. Before that, a missing definition may just not have been read yet. */
  indexed = false;

  constructor(private readonly environment: LiveIndexEnvironment) {
    this.workspace = new WorkspaceIndex(
      (text) => environment.parser.parseScript(text),
      environment.guard,
      (file) => this.isOpen(file),
    );
  }

  /** The index, with the current texts of all open documents. */
  get current(): WorkspaceIndex {
    for (const uri of this.changedDocuments) {
      this.changedDocuments.delete(uri);
      this.takeDocument(uri);
    }
    return this.workspace;
  }

  /** Called when a document was opened, closed or edited. All later answers take it into account. */
  documentChanged(uri: string): void {
    if (isScript(uri)) this.changedDocuments.add(uri);
  }

  /** Announces the first call of {@link setFolders}, so that work that waits for the index waits for the folders too. */
  expectFolders(): void {
    if (this.start === undefined) this.ready = new Promise((resolve) => (this.start = resolve));
  }

  /**
   * Indexes the source trees of these folders and of the active build, once `after` is settled. Trees that are already
   * indexed are skipped.
   */
  setFolders(folders: readonly string[], after: Promise<unknown>): Promise<void> {
    this.folders = folders;
    this.start?.();
    this.ready = Promise.allSettled([this.ready, after])
      .then(() => this.scan(folders))
      .catch(() => undefined);
    return this.ready;
  }

  /** What the features need about a script. Null if the file is not a script or cannot be read. */
  async context(uri: string): Promise<FileContext | null> {
    if (!isScript(uri)) return null;
    const { costs, evaluation, pipeline, document } = this.environment;
    // Checking a workspace calls this for hundreds of files. This lets requests in between.
    if (!document(uri)) await new Promise(setImmediate);
    const file = toPath(uri);
    if (this.roots.length > 0 && !this.isOurs(file, this.roots)) return null;
    const { current: index } = this;
    const read = this.read(uri);
    if (!read) return null;
    const facts = this.factsOf(file, read);
    const type = pipeline()?.typeOfFile(file);
    const module = pipeline()?.module(type?.module ?? index.moduleOf(file) ?? '');
    return { uri, file, ...read, facts, index, evaluation: evaluation(), type, module, costs: costs() };
  }

  /** The text of an open document, or else of the file, read synchronously. Null if there is neither. */
  text(uri: string): string | null {
    const document = this.environment.document(uri);
    return document?.getText() ?? textOrNullSync(toPath(uri), MAX_SOURCE_BYTES);
  }

  /** Handles files that a watcher reported. Returns whether other types may depend on one of them. */
  filesChanged(files: readonly string[]): boolean {
    const relevant = files.filter((file) => isScript(file) || file.endsWith('.h'));
    for (const file of relevant) if (!this.isOpen(file)) this.takeFromDisk(file);
    return relevant.some((file) => !file.endsWith('.wrap'));
  }

  /** Called when the paths of documents have changed because of new path aliases. */
  renamed(before: readonly string[], uris: readonly string[]): void {
    for (const file of before) {
      this.indexedScripts.delete(file);
      this.workspace.forget(file);
    }
    for (const uri of uris) this.documentChanged(uri);
  }

  /** Whether the active build should have this file: it exists, and the build has its module. */
  shouldBeInBuild(file: string): boolean {
    const pipeline = this.environment.pipeline();
    // A document may stay open after its file was deleted. CMake will not see it.
    if (!existsSync(file)) return false;
    const dir = path.dirname(file);
    return pipeline?.allModules().some(({ wrappingDir }) => wrappingDir === dir) ?? false;
  }

  /** Every file of the workspace that gets diagnostics, and every file in which an evaluation found some. */
  filesToCheck(): string[] {
    const others = this.environment.evaluation()?.otherFilesWithProblems() ?? [];
    return [...new Set([...this.current.files().filter(isAlwaysChecked), ...others])];
  }

  /** Whether a file gets diagnostics. A macro file gets them only while it is open. */
  isChecked(file: string): boolean {
    if (this.isOpen(file) || (isAlwaysChecked(file) && this.current.factsOf(file) !== undefined)) return true;
    return this.environment.evaluation()?.otherFilesWithProblems().includes(file) ?? false;
  }

  /** The diagnostics that an evaluation found in a file that is not a script, such as CMakeCache.txt. */
  diagnosticsOfOther(file: string): readonly Diagnostic[] {
    return this.environment.evaluation()?.diagnosticsOf(file) ?? [];
  }

  /**
   * The scripts and templates that may contain a name of a file: those of all indexed trees, and the modules of the build's
   * CMake.
   */
  async renameSources(): Promise<SourceText[]> {
    const cmake = this.environment.build()?.cache.get('CMAKE_ROOT');
    const textOf = (file: string): string | null => this.environment.document(toUri(file))?.getText() ?? null;
    const own = await renameSources(this.roots, textOf);
    return cmake && path.isAbsolute(cmake)
      ? [...own, ...(await cmakeModules(path.join(cmake, 'Modules')))]
      : own;
  }

  /** Whether a file is in a workspace folder, or in the sources of the active build. */
  isEditable(file: string): boolean {
    const source = this.environment.build()?.source;
    // If the build belongs to another tree, its sources are not indexed and must not be edited.
    const own = source !== undefined && this.roots.some((root) => isInside(source, root)) ? [source] : [];
    return [...this.folders, ...own].some((folder) => isInside(file, path.resolve(folder)));
  }

  dispose(): void {
    this.scanning.abort();
  }

  private async scan(folders: readonly string[]): Promise<void> {
    const roots = await sourceRoots(folders, this.environment.build());
    const added = roots.filter((root) => !this.roots.includes(root));
    // Results from trees that are no longer indexed must not be used for the new ones.
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

  /** Whether a file is in an indexed tree or open. */
  private isOurs(file: string, roots: readonly string[]): boolean {
    return roots.some((root) => isInside(file, root)) || this.isOpen(file);
  }

  private takeDocument(uri: string): void {
    const file = toPath(uri);
    if (!this.environment.document(uri)) return this.takeFromDisk(file);
    const read = this.read(uri);
    if (read) this.update(file, read.script);
  }

  /** Reads a file from disk. A file that a scan would not find is forgotten. */
  private takeFromDisk(file: string): void {
    this.indexedScripts.delete(file);
    if (this.roots.some((root) => belongsToTree(root, file))) this.workspace.fileChanged(file);
    else this.workspace.forget(file);
  }

  /** The script of a document, or else of the file. It has no statements if the file is quarantined. */
  private read(uri: string): { script: Script; text: string } | null {
    const text = this.text(uri);
    if (text === null) return null;
    if (this.environment.guard(toPath(uri), text)) return { script: leftOut(), text: '' };
    const script = this.environment.scripts.get(uri);
    return script && { script, text };
  }

  /**
   * The facts of a file. If it changed without a notification, it is read again. A file that a scan would not find is not
   * added to the index.
   */
  private factsOf(file: string, { script, text }: { script: Script; text: string }): FileFacts {
    const known = this.workspace.factsOf(file);
    if (known && this.indexedScripts.get(file) === script) return known;
    // The scan has read the same text, so that nothing derived from the index must be derived again.
    if (known && this.workspace.wasReadFrom(file, text)) {
      this.indexedScripts.set(file, script);
      return known;
    }
    const belongs = known ?? this.roots.some((root) => belongsToTree(root, file));
    return belongs || this.isOpen(file) ? this.update(file, script) : this.workspace.read(file, script);
  }

  private update(file: string, script: Script): FileFacts {
    this.indexedScripts.set(file, script);
    return this.workspace.update(file, script);
  }
}

/** Whether a file gets diagnostics even if it is not open. */
function isAlwaysChecked(file: string): boolean {
  return file.endsWith('.wrap') || /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file);
}

/** The script that stands in for a quarantined file, which an earlier server could not process. */
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
