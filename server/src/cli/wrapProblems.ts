import { readFileSync } from 'node:fs';
import { parseCxx } from '../build/cxx';
import type { BuildTree } from '../build/types';
import type { CastxmlRun } from '../pipeline/runCastxml';
import {
  castxmlProblems,
  cmakeProblems,
  igeneratorProblems,
  problemLine,
  pyiProblems,
  swigProblems,
  type WrapOf,
  type WrapProblem,
} from '../pipeline/wrapLine';

/** castxml's problems in the generated `.cxx` once more, at the line of the `.wrap`: what a person can put right. */
export function castxmlProblemLines(build: BuildTree, run: CastxmlRun): string[] {
  if (run.outcome !== 'failed') return [];
  const type = build.types.find(({ name }) => name === run.type);
  if (!type?.wrap) return [];
  const { wrap, cxx } = type;
  const instantiations = parseCxx(textOf(cxx));
  return castxmlProblems(run.output, { wrap, cxx, instantiations }, textOf(wrap)).map(problemLine);
}

/** Gathers what a tool prints; `lines` are its problems at the lines of the `.wrap` files. */
export interface ProblemLines {
  add(chunk: Buffer): void;
  lines(): string[];
}

export type Tool = 'igenerator' | 'swig' | 'pyi' | 'configure';

export function problemLines(build: BuildTree, tool: Tool): ProblemLines {
  const chunks: Buffer[] = [];
  const wrapOf: WrapOf = (name) => {
    const file = build.types.find((type) => type.name === name)?.wrap;
    return file ? { file, text: textOf(file) } : null;
  };
  const wraps = (): { file: string; text: string }[] =>
    build.types.flatMap(({ wrap }) => (wrap ? [{ file: wrap, text: textOf(wrap) }] : []));
  const readers: Record<Tool, (output: string) => WrapProblem[]> = {
    igenerator: (output) => igeneratorProblems(output, wrapOf),
    swig: (output) => swigProblems(output, wrapOf),
    pyi: (output) => pyiProblems(output, wrapOf),
    configure: (output) => cmakeProblems(output, build.source, wraps),
  };
  return {
    add: (chunk) => void chunks.push(chunk),
    lines: () => readers[tool](Buffer.concat(chunks).toString()).map(problemLine),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
