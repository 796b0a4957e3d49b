import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseCMakeCache } from '../../server/src/build/cmake-cache';
import { toPath } from '../../server/src/lsp/translate/to-protocol';
import type { FileContext } from '../../server/src/lsp/session/file-context';
import {
  prepareRename,
  rename,
  type RenameEnvironment,
  RenameError,
  replaced,
  textOnDisk,
} from '../../server/src/lsp/features/rename';
import type { Occurrence } from '../../server/src/wrapping/index/script-facts';
import { checkRenameInProject } from '../../server/src/wrapping/rename/check-rename-in-project';
import { checkRenameInType } from '../../server/src/wrapping/rename/check-rename-in-type';
import type { RenameClaim, RenameVerdict } from '../../server/src/wrapping/rename/rename-claim';
import { openPrediction, type PredictionSession } from '../../server/src/wrapping/evaluation/prediction';
import {
  cmakeModules,
  renameSources,
  type SourceText,
} from '../../server/src/wrapping/rename/rename-sources';
import type { Position, Range } from '../../server/src/shared/text-range';
import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { Workspace } from './language';

/** A source tree with its build, in which names can be renamed as in the language server. */
export class RenamedTree {
  private session: PredictionSession | null = null;
  /** The renames that evaluating one file was enough for. */
  readonly checkedWithinType: { claim: RenameClaim; verdict: RenameVerdict }[] = [];

  private constructor(
    readonly source: string,
    readonly build: string | null,
    readonly workspace: Workspace,
    private readonly cache: ReadonlyMap<string, string>,
    private sources: readonly SourceText[],
  ) {}

  /** @param build null for a tree that is not configured */
  static async open(source: string, build: string | null): Promise<RenamedTree> {
    const workspace = await Workspace.scan(source);
    const cache = parseCMakeCache(build ? readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8') : '');
    const modules = cache.get('CMAKE_ROOT');
    const sources = await renameSources([source], () => null);
    if (modules) sources.push(...(await cmakeModules(path.join(modules, 'Modules'))));
    return new RenamedTree(source, build, workspace, cache, sources);
  }

  environment(more: Partial<RenameEnvironment> = {}): RenameEnvironment {
    const { source, build, cache, workspace } = this;
    const parse = (text: string) => workspace.parser.parseScript(text);
    return {
      sources: () => Promise.resolve(this.sources),
      isEditable: (file) => file.startsWith(source + path.sep),
      parse,
      build: () => (build === null ? undefined : { source, dir: build, cache }),
      openTexts: () => [],
      check: (claim) => Promise.resolve(this.check(claim)),
      confirm: () => Promise.resolve(true),
      client: { documentChanges: true, renameFiles: true, changeAnnotations: true },
      ...more,
    };
  }

  /** Evaluates everything again, as `check` does if evaluating one file is not enough. */
  checkWhole(claim: RenameClaim): RenameVerdict {
    return checkRenameInProject(claim, (text) => this.workspace.parser.parseScript(text));
  }

  private check(claim: RenameClaim): RenameVerdict {
    const { source, build } = claim;
    const parse = (text: string) => this.workspace.parser.parseScript(text);
    this.session ??= openPrediction({ source, build }, { parse });
    const verdict = checkRenameInType(claim, this.session);
    if (verdict === null) return this.checkWhole(claim);
    this.checkedWithinType.push({ claim, verdict });
    return verdict;
  }

  context(file: string): FileContext {
    return this.workspace.context(file, readFileSync(file, 'utf8'));
  }

  /** The edit, or the message of the refusal. */
  async rename(file: string, position: Position, newName: string): Promise<WorkspaceEdit | string> {
    try {
      const context = this.context(file);
      prepareRename(context, position, this.environment());
      return await rename(context, position, newName, this.environment());
    } catch (error) {
      if (error instanceof RenameError) return error.message;
      throw error;
    }
  }

  /** Like `rename`, at the `n`th occurrence (counted from 1) of a text in a file. */
  renameAt(file: string, text: string, newName: string, n = 1): Promise<WorkspaceEdit | string> {
    const whole = path.join(this.source, file);
    const content = readFileSync(whole, 'utf8');
    let index = -1;
    for (let at = 0; at < n; at++) index = content.indexOf(text, index + 1);
    if (index < 0) throw new Error(`${file} has no “${text}”`);
    const before = content.slice(0, index).split('\n');
    return this.rename(whole, { line: before.length - 1, character: before.at(-1)!.length }, newName);
  }

  /** Everything that can be renamed: each symbol at a place that defines it and at one that uses it. */
  candidates(pick: <T>(items: readonly T[]) => T): { file: string; occurrence: Occurrence }[] {
    const symbols = new Map<string, { file: string; occurrence: Occurrence }[]>();
    for (const file of this.workspace.index.files())
      for (const occurrence of this.workspace.index.factsOf(file)!.occurrences) {
        const { kind, name, definition } = occurrence;
        const key = `${kind} ${name} ${file} ${definition}`;
        symbols.set(key, [...(symbols.get(key) ?? []), { file, occurrence }]);
      }
    return [...symbols.values()].flatMap((places) => {
      const defining = places.filter(({ occurrence }) => occurrence.role !== 'read');
      const using = places.filter(({ occurrence }) => occurrence.role === 'read');
      return [defining, using].flatMap((some) => (some.length > 0 ? [pick(some)] : []));
    });
  }

  /** Applies an edit to the files on disk. Returns a function that restores them. */
  apply(edit: WorkspaceEdit): () => void {
    const before = new Map<string, string>();
    for (const change of (edit.documentChanges ?? []) as TextDocumentEdit[]) {
      const file = toPath(change.textDocument.uri);
      const text = textOnDisk(file)!;
      before.set(file, text);
      const edits = change.edits as { range: Range; newText: string }[];
      const ranges = edits
        .map(({ range }) => range)
        .sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character);
      writeFileSync(file, replaced(text, ranges, edits[0]!.newText));
    }
    return () => {
      for (const [file, text] of before) writeFileSync(file, text);
    };
  }
}

/** An unused name that follows the same convention as another. */
export const otherName = (name: string): string =>
  /^[A-Z]/.test(name) ? `${name}_RENAMED` : `${name}_renamed`;

/** What CMake generates for a build: the text of each file in it, or in the folder `under` of it, and CMake's output. */
export function configured(
  source: string,
  build: string,
  { cmake = 'cmake', options = [], under = '' }: { cmake?: string; options?: string[]; under?: string } = {},
): Map<string, string> {
  rmSync(path.join(build, 'Wrapping'), { recursive: true, force: true });
  let said: string;
  try {
    const args = ['-S', source, '-B', build, ...options];
    said = execFileSync(cmake, args, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 1 << 28 });
  } catch (error) {
    said = `failed: ${String((error as { stderr?: unknown }).stderr)}`;
  }
  const folder = path.join(build, under);
  const files = new Map([['(said)', said.replace(/\(\d+\.\d+s\)/g, '')]]);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/(?:^|\/)CMakeFiles\//.test(name)) continue;
    try {
      files.set(name, readFileSync(path.join(folder, name), 'utf8'));
    } catch {
      // It is a folder.
    }
  }
  return files;
}

/** The names of the files that differ between two sets. */
export function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
}
