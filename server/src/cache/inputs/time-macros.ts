const ANY_TIMESTAMP = /"[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-3]\d \d\d:\d\d:\d\d \d{4}"/;
const ANY_DATE_OR_TIME = /[A-Z][a-z]{2} [ 0-3]\d \d{4}|\d\d:\d\d:\d\d/;
const DAY_MS = 24 * 3600 * 1000;

/**
 * Whether preprocessed text contains an expansion of `__DATE__`, `__TIME__` or `__TIMESTAMP__`. `mentions` is a file that
 * names one of them, or null. If there is one, anything that looks like a date or a time counts. Otherwise only the date of
 * the run and a file's timestamp count, which also reveal a macro that was pasted together or defined by a flag.
 */
export function timeDependence(text: Buffer, mentions: string | null, nowMs: number): boolean {
  // If the text has no date of this year at all, one search is enough, and the time zone does not matter.
  if (yearsAround(nowMs).some((year) => text.includes(` ${year}`, 0, 'latin1')))
    for (const day of [nowMs - DAY_MS, nowMs, nowMs + DAY_MS])
      if (text.includes(dateMacro(new Date(day)), 0, 'latin1')) return true;
  if (mentions === null) return false;
  const latin = text.toString('latin1');
  return ANY_DATE_OR_TIME.test(latin) || ANY_TIMESTAMP.test(latin);
}

/** The years of the days around a time, in any time zone. */
function yearsAround(nowMs: number): number[] {
  const years = [nowMs - 2 * DAY_MS, nowMs + 2 * DAY_MS].map((at) => new Date(at).getUTCFullYear());
  return [...new Set(years)];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as `__DATE__` writes it: `Nov 2 2026`. */
function dateMacro(day: Date): string {
  return `${MONTHS[day.getMonth()]} ${String(day.getDate()).padStart(2)} ${day.getFullYear()}`;
}
