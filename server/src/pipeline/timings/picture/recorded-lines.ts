import type { NinjaLogEntry } from '../../../build/generators/ninja-log';

/** The lines that commands of ours wrote into a log, such as `itk-wrap castxml`: see ninja-record.ts. */
export interface RecordedLines {
  /** All lines. The times of those of ours count from the begin of their session, like those of a run of ninja. */
  entries: readonly NinjaLogEntry[];
  /** The session of each line; null if ninja wrote it. */
  sessionOf: readonly (number | null)[];
  /** When each session began, in milliseconds since 1970. */
  beganMs: readonly number[];
}

/** Longer pauses separate sessions, in milliseconds. */
const PAUSE_MS = 60_000;

/** Fewer commands in a row are no session. They look like runs of ninja, and are treated as such. */
const FEWEST_COMMANDS = 3;

/**
 * Finds the lines of ours. Each counts from 0, but has the time at which its command began, in whole milliseconds, and ninja
 * itself starts no commands one after another at 0. Commands that ran in parallel or shortly after each other are one session.
 */
export function recordedLines(entries: readonly NinjaLogEntry[]): RecordedLines {
  const own = ourLines(entries)
    .map((at) => ({ at, beganMs: Math.round(entries[at]!.writtenMs!), took: entries[at]!.endMs }))
    .sort((a, b) => a.beganMs - b.beganMs || a.at - b.at);
  const placed = [...entries];
  const sessionOf = entries.map((): number | null => null);
  const begins: number[] = [];
  let busyUntil = -Infinity;
  for (const { at, beganMs, took } of own) {
    if (beganMs > busyUntil + PAUSE_MS) begins.push(beganMs);
    busyUntil = Math.max(busyUntil, beganMs + took);
    const startMs = beganMs - begins.at(-1)!;
    placed[at] = { ...entries[at]!, startMs, endMs: startMs + took };
    sessionOf[at] = begins.length - 1;
  }
  return { entries: placed, sessionOf, beganMs: begins };
}

/** The positions of lines that look like ours and stand together. */
function ourLines(entries: readonly NinjaLogEntry[]): number[] {
  const found: number[] = [];
  let block: number[] = [];
  const close = (): void => {
    const distinct = (of: (entry: NinjaLogEntry) => unknown): number =>
      new Set(block.map((at) => of(entries[at]!))).size;
    if (distinct(({ hash }) => hash) >= FEWEST_COMMANDS && distinct(({ writtenMs }) => writtenMs) > 1)
      for (const at of block) found.push(at);
    block = [];
  };
  entries.forEach((entry, at) => {
    if (looksLikeOurs(entry)) block.push(at);
    else close();
  });
  close();
  return found;
}

/** Times are numbers of limited precision, so a whole millisecond is only nearly one. */
function looksLikeOurs({ startMs, writtenMs }: NinjaLogEntry): boolean {
  return startMs === 0 && writtenMs !== null && Math.abs(writtenMs - Math.round(writtenMs)) < 0.001;
}
