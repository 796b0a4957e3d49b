import v8 from 'node:v8';

/**
 * Makes V8's optimizing compiler inline less, in the whole process. The interpreter's functions call each other in deep
 * recursion. By default each is compiled with large parts of the others, again after each deoptimization. That takes a
 * quarter of the processor time of an evaluation and gains nothing (docs/benchmarks.md). Call it before an evaluation.
 */
export function inlineLess(): void {
  v8.setFlagsFromString('--max-inlined-bytecode-size-cumulative=250');
}
