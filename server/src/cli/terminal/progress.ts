import { writeSync } from 'node:fs';
import { type Options, SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError } from 'commander';

import type { RunProgress } from '../../shared/states/run-progress';
import { clearLine } from './output';

/** Adds `--progress-fd`, for programs that show progress in their own way, such as the editor. */
export function addProgressOption(command: Command): Command {
  return command.option(
    '--progress-fd <n>',
    'write progress as lines of JSON to this file descriptor',
    descriptor,
  );
}

/**
 * Returns a function that reports the progress of the run to another program. It does nothing once that program has gone.
 */
export function progressTo(fd: number | undefined): (line: RunProgress) => void {
  let open = fd !== undefined;
  return (line) => {
    if (!open || fd === undefined) return;
    try {
      writeSync(fd, `${JSON.stringify(line)}\n`);
    } catch (error) {
      // A reader that is too slow misses a line. A reader that has gone gets no more lines.
      open = (error as NodeJS.ErrnoException).code === 'EAGAIN';
    }
  };
}

/** The progress of a run that works on several items at a time. */
export interface ItemProgress {
  begin(what: string): void;
  end(what: string): void;
}

/** Counts the items of a run, and reports each that begins or ends. */
export function itemProgress(tell: (line: RunProgress) => void, total: number): ItemProgress {
  const running = new Set<string>();
  let done = 0;
  const report = (what: string): void => tell({ done, total, what, running: [...running] });
  return {
    begin(what) {
      running.add(what);
      report(what);
    },
    end(what) {
      running.delete(what);
      done += 1;
      report(what);
    },
  };
}

function descriptor(value: string): number {
  const fd = Number(value);
  if (!Number.isInteger(fd) || fd < 0)
    throw new InvalidArgumentError('It must be a file descriptor, such as 3.');
  return fd;
}

const barOptions = (what: string): Options => ({
  format: `${what} {bar} {value}/{total} · {duration_formatted} · {eta_formatted} left`,
  barsize: 24,
  clearOnComplete: true,
  hideCursor: true,
  stream: process.stderr,
});

/** A progress bar with rate and remaining time. Does nothing if the output is not a terminal. */
export function progressBar(what: string, total: number): { above(print: () => void): void; stop(): void } {
  if (!process.stderr.isTTY || total < 2)
    return {
      above: (print) => print(),
      stop: () => undefined,
    };
  const bar = new SingleBar(barOptions(what));
  bar.start(total, 0);
  return {
    above(print) {
      clearLine();
      print();
      bar.increment();
      bar.render();
    },
    stop: () => bar.stop(),
  };
}

/** A type or a module in one of the stages of a run. */
export interface StageItem {
  stage: string;
  what: string;
}

/** The progress of a run of several stages, whose number of items becomes known on the way. */
export interface GrowingProgress {
  total(items: number): void;
  begin(item: StageItem): void;
  /** @param print prints what belongs to the item, above the bar */
  end(item: StageItem, print: () => void): void;
  /** Prints something that belongs to no item. */
  above(print: () => void): void;
  stop(): void;
}

/** Shows the progress of such a run in the terminal, and reports it to another program. */
export function growingProgress(what: string, tell: (line: RunProgress) => void): GrowingProgress {
  const running = new Map<string, StageItem>();
  const keyOf = (item: StageItem): string => `${item.stage}/${item.what}`;
  let total = 0;
  let done = 0;
  const bar = process.stderr.isTTY ? new SingleBar(barOptions(what)) : null;
  const report = (last: string): void => {
    const items = [...running.values()];
    tell({
      done,
      total,
      what: last,
      running: items.map((one) => one.what),
      stages: items.map((one) => one.stage),
    });
    bar?.update(done);
  };
  return {
    total(items) {
      if (total === 0) bar?.start(items, 0);
      else bar?.setTotal(items);
      total = items;
    },
    begin(item) {
      running.set(keyOf(item), item);
      report(item.what);
    },
    end(item, print) {
      running.delete(keyOf(item));
      done += 1;
      if (bar) clearLine();
      print();
      report(item.what);
    },
    above(print) {
      if (bar) clearLine();
      print();
      bar?.render();
    },
    stop: () => bar?.stop(),
  };
}
