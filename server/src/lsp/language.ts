import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { BuildTree } from '../build/types';
import type { Script } from '../cmake/ast';
import type { CMakeParser } from '../cmake/parse';
import type { Pipeline } from '../pipeline/pipeline';
import { MAX_SOURCE_BYTES, textOrNullSync } from '../util/read-regular-file';
import type { FileFacts } from '../wrapping/facts';
import { isIndexed } from '../wrapping/findScripts';
import { cmakeModules, renameSources, type SourceText } from '../wrapping/rename-sources';
import { WorkspaceIndex } from '../wrapping/workspaceIndex';
import { toPath, toUri } from './convert';
import type { Evaluation, EvaluationProblem } from './evaluation';
import type { FileContext } from './fileContext';
import type { FileGuard } from './quarantine';
import type { Scripts } from './scripts';
import { isInside, sourceRoots } from './sourceRoots';

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
  readonly index: WorkspaceIndex;
  private roots: string[] = [];
  private folders: readonly string[] = [];
  private scanning = new AbortController();
  private readonly indexedScripts = new Map<string, { script: Script; facts: FileFacts }>();
  /** Resolves when what is asked for by now is indexed. */
  ready: Promise<void> = Promise.resolve();
  /** Whether all scripts were read: before, what nobody seems to define is perhaps only not read yet. */
  indexed = false;

  constructor(private readonly environment: LanguageEnvironment) {
    this.index = new WorkspaceIndex((text) => environment.parser.parseScript(text), environment.guard);
  }

  /** Indexes the source trees of these folders and the active build, as far as they are not yet, once `after` is settled. */
  setFolders(folders: readonly string[], after: Promise<unknown>): Promise<void> {
    this.folders = folders;
    this.ready = Promise.allSettled([this.ready, after])
      .then(() => this.scan(folders))
      .catch(() => undefined);
    return this.ready;
  }

  /** What the features need of a script; null of files that are none, or that cannot be read. */
  async context(uri: string): Promise<FileContext | null> {
    if (!isScript(uri)) return null;
    const { scripts, evaluation, pipeline, document } = this.environment;
    // Diagnostics of a workspace ask for hundreds of files one after the other: requests get their turn between them.
    if (!document(uri)) await new Promise(setImmediate);
    const file = toPath(uri);
    if (this.roots.length > 0 && !this.isOurs(file, this.roots)) return null;
    const whole = this.text(uri);
    if (whole === null) return null;
    const leftOut = this.environment.guard(file, whole);
    const script = leftOut ? LEFT_OUT : scripts.get(uri);
    const text = leftOut ? '' : whole;
    if (!script) return null;
    const type = pipeline()?.typeOfFile(file);
    const module = pipeline()?.module(type?.module ?? this.index.moduleOf(file) ?? '');
    const facts = this.factsOf(file, script);
    return { uri, file, text, script, facts, index: this.index, evaluation: evaluation(), type, module };
  }

  /** Of an open document, else of the file, read at once; null where there is neither. */
  text(uri: string): string | null {
    const document = this.environment.document(uri);
    return document?.getText() ?? textOrNullSync(toPath(uri), MAX_SOURCE_BYTES);
  }

  /** Files that a watcher saw, or that an editor closed: what is on disk counts now. */
  filesChanged(files: readonly string[]): boolean {
    const relevant = files.filter(
      (file) => isIndexed(file) || (file.endsWith('.h') && /[\\/]include[\\/][^\\/]+$/.test(file)),
    );
    for (const file of relevant) {
      this.indexedScripts.delete(file);
      if (this.roots.some((root) => isInside(file, root))) this.index.fileChanged(file);
    }
    return relevant.some((file) => !file.endsWith('.wrap'));
  }

  /** Files that were known by another name. */
  forget(files: readonly string[]): void {
    for (const file of files) {
      this.indexedScripts.delete(file);
      this.index.forget(file);
    }
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
    const scripts = [...this.index.files()].filter(
      (file) => file.endsWith('.wrap') || /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file),
    );
    const others = this.environment.evaluation()?.otherFilesWithProblems() ?? [];
    return [...new Set([...scripts, ...others])];
  }

  /** What an evaluation found in a file that is no script, such as CMakeCache.txt. */
  problemsOfOther(file: string): readonly EvaluationProblem[] {
    return this.environment.evaluation()?.problemsOf(file) ?? [];
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

  /** Whether a file lies in a workspace folder, or in the sources of the build that is shown. */
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
    const added = roots.filter((root) => !this.roots.some((known) => isInside(root, known)));
    this.forgetOutside(roots);
    this.roots = roots;
    if (added.length === 0) return;
    this.indexed = false;
    const { signal } = this.scanning;
    await this.environment.progress('Indexing wrapping files', (report) =>
      this.index.scan(added, signal, report),
    );
    this.indexed = true;
    this.environment.indexed();
    await this.index.scanHeaders(signal);
    if (!signal.aborted) this.environment.indexed();
  }

  /** The sources of a build that is shown no more, or of another tree, must not answer for those of this one. */
  private forgetOutside(roots: readonly string[]): void {
    this.forget([...this.index.files()].filter((file) => !this.isOurs(file, roots)));
  }

  /** Whether a file lies in an indexed tree, or somebody has it open. */
  private isOurs(file: string, roots: readonly string[]): boolean {
    return roots.some((root) => isInside(file, root)) || this.environment.document(toUri(file)) !== undefined;
  }

  private factsOf(file: string, script: Script): FileFacts {
    const last = this.indexedScripts.get(file);
    // A scan may have read the file from disk since, while an editor has another text of it.
    if (last?.script === script && this.index.factsOf(file) === last.facts) return last.facts;
    const facts = this.index.update(file, script);
    this.indexedScripts.set(file, { script, facts });
    return facts;
  }
}

/** What stands for a script that an earlier server did not get past. */
const LEFT_OUT: Script = {
  statements: [],
  comments: [],
  errors: [
    {
      message:
        'The language server did not get past this file, and was started again. The file is left out until its text changes.',
      severity: 'error',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    },
  ],
};

/** Whether a document is a CMake script. */
export function isScript(uri: string): boolean {
  return /\.wrap$|\.cmake$|\/CMakeLists\.txt$/.test(uri);
}
