import { readFileSync } from 'node:fs';
import { parseCxx } from '../build/cxx';
import type { BuildTree } from '../build/types';
import type { CastxmlRun } from '../pipeline/runCastxml';
import { castxmlProblems, igeneratorProblems, problemLine } from '../pipeline/wrapLine';

/** castxml's problems in the generated `.cxx` once more, at the line of the `.wrap`: what a person can put right. */
export function castxmlProblemLines(build: BuildTree, run: CastxmlRun): string[] {
  if (run.outcome !== 'failed') return [];
  const type = build.types.find(({ name }) => name === run.type);
  if (!type?.wrap) return [];
  const { wrap, cxx } = type;
  const instantiations = parseCxx(textOf(cxx));
  return castxmlProblems(run.output, { wrap, cxx, instantiations }, textOf(wrap)).map(problemLine);
}

/** Gathers what igenerator prints for one module; `lines` are its warnings at the lines of the `.wrap` files. */
export function igeneratorProblemLines(build: BuildTree): { add(chunk: Buffer): void; lines(): string[] } {
  const chunks: Buffer[] = [];
  const wrapOf = (name: string): { file: string; text: string } | null => {
    const file = build.types.find((type) => type.name === name)?.wrap;
    return file ? { file, text: textOf(file) } : null;
  };
  return {
    add: (chunk) => void chunks.push(chunk),
    lines: () => igeneratorProblems(Buffer.concat(chunks).toString(), wrapOf).map(problemLine),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
