import type { IconName } from '../../shared/state-words';

/**
 * The shape of an icon on a square of 16 units, after VS Code's icon of the same name. `body` is filled with the color of the
 * tone. `mark` is drawn on it in the background color. `line` is drawn in the color of the tone without a body.
 */
export interface Shape {
  body?: string;
  mark?: string;
  line?: string;
}

const circle = 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z';
const ring = 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z';
const tick = 'M4.6 8.2l2.4 2.4l4.4-5';

/** The shape of each icon that a state can have. */
export const shapes: Readonly<Record<IconName, Shape>> = {
  'pass-filled': { body: circle, mark: tick },
  pass: { line: ring + tick },
  'circle-slash': { line: `${ring}M3.8 3.8l8.4 8.4` },
  dash: { line: 'M4 8h8' },
  question: { line: `${ring}M6.3 6.6a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.6-.9 1.1M8 11.3v.2` },
  'issue-draft': {
    line: 'M8 2a6 6 0 0 1 3 .8M13.2 5a6 6 0 0 1 .8 3M13.2 11a6 6 0 0 1-2.2 2.2M8 14a6 6 0 0 1-3-.8M2.8 11a6 6 0 0 1-.8-3M2.8 5a6 6 0 0 1 2.2-2.2',
  },
  check: { line: 'M2.5 8.5l3.6 3.7l7.4-8.4' },
  warning: { line: 'M8 2L14.6 14H1.4zM8 6.4v3.4M8 11.9v.1' },
  close: { line: 'M3 3l10 10M13 3l-10 10' },
  'diff-ignored': { line: 'M2.5 2.5h11v11h-11zM5.4 10.6l5.2-5.2' },
  'diff-removed': { line: 'M2.5 2.5h11v11h-11zM5.2 8h5.6' },
  'circle-outline': { line: ring },
  history: { line: 'M2.2 4v3h3M2.6 6.8a6 6 0 1 1-.2 2.6M8 5v3.4l2.2 1.4' },
  'circle-small-filled': { body: 'M8 4.4a3.6 3.6 0 1 1 0 7.2a3.6 3.6 0 1 1 0-7.2z' },
  error: { line: `${ring}M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4` },
  loading: { line: 'M8 1.8a6.2 6.2 0 1 1-6.2 6.2' },
  ellipsis: {
    body: 'M3 6.3a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4zM8 6.3a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4zM13 6.3a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 1 1 0-3.4z',
  },
};
