import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildTree, BuildType } from '../../build/build-tree';
import { preprocessArguments } from '../../cache/invocation/castxml-arguments';
import { dependencyPaths } from '../../cache/inputs/line-markers';
import type { Invocation, Trees } from '../../cache/api';
import type { ProcessRunner } from '../../host/process';
import { readRegularFile } from '../../host/read-regular-file';
import { invocationOf } from '../invocations';

/*
 * Copies of the parts of a build directory and its source tree that the CastXML runs of some types read. A benchmark can
 * clean and run in them without touching the user's files.
 */

/** The files that the runs of some types read. Paths are absolute. */
export interface Survey {
  trees: Trees;
  runs: readonly SurveyedRun[];
  /** Files of the build tree that were read, or that the command lines name. */
  buildFiles: readonly string[];
  sourceFiles: readonly string[];
  /** Directories below either tree in which an include looks. */
  includeDirectories: readonly string[];
}

/** The run of a type. */
export interface SurveyedRun {
  type: string;
  invocation: Invocation;
}

/** A tree that runs can be started in. */
export interface BenchTree {
  trees: Trees;
  runs: readonly BenchRun[];
}

/** A run in a tree. */
export interface BenchRun {
  type: string;
  invocation: Invocation;
  /** The XML. */
  output: string;
}

/**
 * Finds out which files the runs of `types` read, with `castxml -E` into `scratch`.
 * @throws Error if one cannot be preprocessed, because it would fail in every phase
 */
export async function survey(
  build: BuildTree,
  types: readonly BuildType[],
  scratch: string,
  how: { runProcess: ProcessRunner; signal: AbortSignal; onType: (type: string) => void },
): Promise<Survey> {
  const trees = { source: build.source, build: build.dir };
  const runs: SurveyedRun[] = [];
  const read = new Set<string>([path.join(build.dir, 'CMakeCache.txt')]);
  const directories = new Set<string>();
  for (const type of types) {
    how.signal.throwIfAborted();
    if (!type.castxml) throw new Error(`${build.dir} does not say how castxml runs for ${type.name}.`);
    const invocation = invocationOf(build, type.castxml);
    const { cwd, args } = invocation;
    const text = path.join(scratch, `${type.name}.i`);
    const { code, stderr } = await how.runProcess({
      file: invocation.castxml,
      args: preprocessArguments(args, text),
      cwd,
      signal: how.signal,
    });
    how.signal.throwIfAborted();
    if (code !== 0)
      throw new Error(`castxml cannot preprocess ${type.name}:\n${stderr.toString().trimEnd()}`);
    for (const file of dependencyPaths(await readRegularFile(text))) read.add(path.resolve(cwd, file));
    await rm(text);
    for (const argument of args) if (argument.startsWith('@')) read.add(path.resolve(cwd, argument.slice(1)));
    for (const directory of includeDirectories((await readRegularFile(type.inc)).toString('utf8')))
      directories.add(path.resolve(cwd, directory));
    runs.push({ type: type.name, invocation });
    how.onType(type.name);
  }
  const below = (tree: keyof Trees, paths: Iterable<string>): string[] =>
    [...paths].filter((file) => treeOf(file, trees) === tree);
  return {
    trees,
    runs,
    buildFiles: below('build', read),
    sourceFiles: below('source', read),
    includeDirectories: [...below('build', directories), ...below('source', directories)],
  };
}

/** The tree that contains a path. If one tree is inside the other, the inner one counts. */
function treeOf(file: string, trees: Trees): keyof Trees | null {
  const within = (['build', 'source'] as const).filter((tree) => isBelow(file, trees[tree]));
  return within.sort((a, b) => trees[b].length - trees[a].length)[0] ?? null;
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}

/** Replaces the paths of one pair of trees in a text by those of another pair, even directly after the letters of a flag. */
function renamer(from: Trees, to: Trees, spell = (tree: string): string => tree): (text: string) => string {
  const pairs = (['build', 'source'] as const)
    .map((tree) => [spell(from[tree]), spell(to[tree])] as const)
    .sort((a, b) => b[0].length - a[0].length);
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const any = new RegExp(`(?:${pairs.map(([tree]) => literal(tree)).join('|')})(?![\\w.+~-])`, 'g');
  const names = new Map(pairs);
  return (text) => text.replace(any, (found) => names.get(found) ?? found);
}

/** A text with one Latin-1 character per byte, so that no byte is lost, whatever the encoding of the file. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

function includeDirectories(responseFile: string): string[] {
  return responseFile.split('\n').flatMap((line) => {
    const folder = /^"?(?:-I|-isystem)([^"]+)"?$/.exec(line.trim())?.[1]?.trim();
    return folder ? [folder] : [];
  });
}

/**
 * Creates a build directory at `to.build`. If `to.source` differs from the surveyed source tree, also creates a source tree
 * there, with the folders in which includes are searched. Texts of the build name the new trees.
 */
export async function createBenchTree(of: Survey, to: Trees): Promise<BenchTree> {
  const renamed = renamer(of.trees, to);
  const moved = (file: string): string => {
    const tree = treeOf(file, of.trees);
    return tree ? path.join(to[tree], path.relative(of.trees[tree], file)) : file;
  };
  const renamedBytes = renamer(of.trees, to, bytesOf);
  for (const file of of.buildFiles)
    await put(moved(file), renamedBytes((await readRegularFile(file)).toString('latin1')));
  for (const directory of of.includeDirectories) await mkdir(moved(directory), { recursive: true });
  if (to.source !== of.trees.source) {
    // Copies whole directories, because the names next to a header decide which file an include finds.
    const folders = [...of.includeDirectories, ...of.sourceFiles.map((file) => path.dirname(file))];
    for (const folder of topmost(folders.filter((folder) => treeOf(folder, of.trees) === 'source')))
      await copyFolder(folder, moved(folder), of.trees);
  }
  const runs = of.runs.map(({ type, invocation }): BenchRun => {
    const args = invocation.args.map(renamed);
    const cwd = moved(invocation.cwd);
    const output = path.resolve(cwd, args[args.indexOf('-o') + 1] ?? '');
    return { type, output, invocation: { castxml: invocation.castxml, args, cwd, trees: to } };
  });
  for (const { output, invocation } of runs) {
    await mkdir(invocation.cwd, { recursive: true });
    await mkdir(path.dirname(output), { recursive: true });
  }
  return { trees: to, runs };
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, 'latin1');
}

/** The folders that are not inside another one. */
function topmost(folders: readonly string[]): string[] {
  const all = new Set(folders);
  const isInner = (folder: string): boolean => {
    for (let above = path.dirname(folder); above !== path.dirname(above); above = path.dirname(above))
      if (all.has(above)) return true;
    return false;
  };
  return [...all].filter((folder) => !isInner(folder));
}

/**
 * Copies a folder of the source tree, except a build tree inside it. A folder that does not exist is skipped, because some
 * flags name such folders.
 */
async function copyFolder(from: string, to: string, trees: Trees): Promise<void> {
  if (!existsSync(from)) return;
  await cp(from, to, {
    recursive: true,
    filter: (file) => treeOf(file, trees) !== 'build' && path.basename(file) !== '.git',
  });
}
