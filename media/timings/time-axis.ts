/** Steps between two marks of a time axis, in seconds. */
const STEPS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
  3600, 7200, 14400, 28800, 86400,
];

/** The marks of a time axis between two times, at most about `most` of them. */
export function timeMarks(from: number, to: number, most: number): { at: number; label: string }[] {
  const least = (to - from) / Math.max(1, most);
  const step = STEPS.find((candidate) => candidate >= least) ?? Math.ceil(least / 86400) * 86400;
  const marks: { at: number; label: string }[] = [];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + 1e-9; n += 1)
    marks.push({ at: n * step, label: markText(n * step, step) });
  return marks;
}

function markText(seconds: number, step: number): string {
  if (step < 1) return `${seconds.toFixed(step < 0.01 ? 3 : step < 0.1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60 && step < 60) return `${whole} s`;
  const two = (count: number): string => String(count).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
