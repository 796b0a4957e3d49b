import path from 'node:path';
import { parseCxx } from '../build/inputs/castxml-cxx';
import type { BuildModule, BuildTree, BuildType } from '../build/build-tree';
import { textOrNullSync } from '../host/read-regular-file';
import type { MessagingTool } from '../shared/tool-message';
import { messagesRoot } from './open-store';
import type { CastxmlRun } from '../pipeline/runs/run-castxml';
import { keepMessages, keepModuleMessages, messagesFolderOf } from '../pipeline/runs/run-messages';
import {
  castxmlProblems,
  cmakeProblems,
  igeneratorProblems,
  problemLine,
  pyiProblems,
  swigProblems,
  type WrapOf,
  type WrapProblem,
} from '../pipeline/runs/wrap-line';

/** The problems in castxml's output for a type, at the lines of its `.wrap`, where the user can fix them. */
export function castxmlProblemsOf(build: BuildTree, run: CastxmlRun): WrapProblem[] {
  const type = build.types.find(({ name }) => name === run.type);
  if (run.output === '' || !type?.wrap) return [];
  const { wrap, cxx } = type;
  const instantiations = parseCxx(textOf(cxx));
  return castxmlProblems(run.output, { wrap, cxx, instantiations }, textOf(wrap));
}

/** Saves the problems that a tool reported for types, so that editors can show them. */
export async function keepForEditors(
  build: BuildTree,
  tool: MessagingTool,
  types: readonly BuildType[],
  problems: readonly WrapProblem[],
): Promise<void> {
  const root = await messagesRoot();
  if (root) keepMessages(messagesFolderOf(root, build), tool, types, problems);
}

/** Saves the problems that igenerator reported for a module and its types. */
export async function keepOfModule(
  build: BuildTree,
  module: BuildModule,
  problems: readonly WrapProblem[],
): Promise<void> {
  const root = await messagesRoot();
  const types = build.types.filter((type) => type.module === module.name);
  await keepForEditors(build, 'igenerator', types, problems);
  if (root) keepModuleMessages(messagesFolderOf(root, build), 'igenerator', module, problems);
}

/** Collects the output of a tool. `lines` are its problems, as text with the lines of the `.wrap` files. */
export interface ProblemLines {
  add(chunk: Buffer): void;
  problems(): WrapProblem[];
  lines(): string[];
}

/** A tool whose output is read for problems. */
export type Tool = 'igenerator' | 'swig' | 'pyi' | 'configure';

/**
 * Collects the output of a tool of this build.
 * @param module the module of an igenerator run. Problems of no particular type are reported in its
 *   `wrapping/CMakeLists.txt`
 */
export function problemLines(build: BuildTree, tool: Tool, module?: BuildModule): ProblemLines {
  const chunks: Buffer[] = [];
  const wrapOf: WrapOf = (name) => {
    const file = build.types.find((type) => type.name === name)?.wrap;
    return file ? { file, text: textOf(file) } : null;
  };
  const wraps = (): { file: string; text: string }[] =>
    build.types.flatMap(({ wrap }) => (wrap ? [{ file: wrap, text: textOf(wrap) }] : []));
  const lists = module?.wrappingDir ? path.join(module.wrappingDir, 'CMakeLists.txt') : null;
  const readers: Record<Tool, (output: string) => WrapProblem[]> = {
    igenerator: (output) => igeneratorProblems(output, wrapOf, () => lists),
    swig: (output) => swigProblems(output, wrapOf),
    pyi: (output) => pyiProblems(output, wrapOf),
    configure: (output) => cmakeProblems(output, build.source, wraps),
  };
  const problems = (): WrapProblem[] => readers[tool](Buffer.concat(chunks).toString());
  return {
    add: (chunk) => void chunks.push(chunk),
    problems,
    lines: () => problems().map(problemLine),
  };
}

function textOf(file: string): string {
  return textOrNullSync(file) ?? '';
}
