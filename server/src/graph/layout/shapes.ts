import type { ShapeName } from '../../shared/state-words';

/**
 * A state's shape on a square of 16 units. `body` is filled with the color of the tone. `mark` is drawn on it in the
 * background color. `line` is drawn in the color of the tone without a body.
 */
export interface Shape {
  body?: string;
  mark?: string;
  line?: string;
}

const circle = 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z';
const tick = 'M4.6 8.2l2.4 2.4l4.4-5';

/** The shape of each name that a state can have. */
export const shapes: Readonly<Record<ShapeName, Shape>> = {
  'check-circle': { body: circle, mark: tick },
  'check-square': {
    body: 'M3 1.5h10a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5h-10a1.5 1.5 0 0 1-1.5-1.5v-10a1.5 1.5 0 0 1 1.5-1.5z',
    mark: tick,
  },
  'cross-diamond': { body: 'M8 .6L15.4 8L8 15.4L.6 8z', mark: 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4' },
  'minus-circle': { body: circle, mark: 'M5 8h6' },
  'question-circle': { body: circle, mark: 'M5.8 6.3a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M8 11.7v.6' },
  'dotted-circle': {
    line: 'M8 2a6 6 0 0 1 3 .8M13.2 5a6 6 0 0 1 .8 3M13.2 11a6 6 0 0 1-2.2 2.2M8 14a6 6 0 0 1-3-.8M2.8 11a6 6 0 0 1-.8-3M2.8 5a6 6 0 0 1 2.2-2.2',
  },
  check: { line: 'M2.5 8.5l3.6 3.7l7.4-8.4' },
  triangle: { body: 'M8 1.2L15.6 14.6H.4z', mark: 'M8 5.8v4M8 12v.6' },
  cross: { line: 'M3 3l10 10M13 3l-10 10' },
  stamp: { line: 'M2 2h12v12h-12zM2 14L14 2' },
  'minus-square': { body: 'M1.5 1.5h13v13h-13z', mark: 'M4.5 8h7' },
  ring: { line: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z' },
  clock: { body: circle, mark: 'M8 4v4.3l2.8 1.8' },
  dot: { body: 'M8 4.4a3.6 3.6 0 1 1 0 7.2a3.6 3.6 0 1 1 0-7.2z' },
  octagon: { body: 'M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z', mark: 'M8 4v5M8 11.4v.6' },
  spinner: { line: 'M8 1.8a6.2 6.2 0 1 1-6.2 6.2' },
};
