import { TIMING_STAGES, type TimingStage } from '../../server/src/shared/timings/timings-report';
import { svg } from './elements';

/*
 * How stages look. Each has a pattern besides its color, and a letter where there is room, so that color is never the only
 * sign. The colors are in timings.css, for light, dark and print.
 */

/** The letter of a stage. */
export const STAGE_LETTERS: Readonly<Record<TimingStage, string>> = {
  castxml: 'X',
  igenerator: 'G',
  swig: 'S',
  compile: 'C',
  link: 'L',
  stubs: 'P',
  other: 'O',
};

/** The lines of each stage's pattern in a square of 8 by 8. */
const PATTERNS: Readonly<Record<TimingStage, string>> = {
  castxml: '',
  igenerator: 'M0 0V8M4 0V8',
  swig: 'M-1 1L1 -1M0 8L8 0M7 9L9 7',
  compile: 'M-1 7L1 9M0 0L8 8M7 -1L9 1',
  link: 'M0 2H8M0 6H8',
  stubs: 'M2 2h.1M6 6h.1',
  other: 'M0 4H8M4 0V8',
};

/** The patterns of all stages, for the `defs` of a chart. */
export function stagePatterns(): SVGDefsElement {
  return svg(
    'defs',
    {},
    ...TIMING_STAGES.map((stage) =>
      svg(
        'pattern',
        { id: `pattern-${stage}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
        svg('rect', { width: 8, height: 8, class: `fill ${stage}` }),
        svg('path', { d: PATTERNS[stage], class: `mark ${stage}` }),
      ),
    ),
  );
}

/** The `fill` of a stage. */
export const stageFill = (stage: TimingStage): string => `url(#pattern-${stage})`;
