import { writeSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError } from 'commander';

import { clearLine } from './output';

/** How far a run is: one line of JSON on the descriptor that `--progress-fd` names. */
export interface ProgressLine {
  done: number;
  total: number;
  /** What was done last, or is being done: the name of a type or a module. */
  what: string;
}

/** For programs that show progress in their own way, as the editor does. */
export function addProgressOption(command: Command): Command {
  return command.option(
    '--progress-fd <n>',
    'write progress as lines of JSON to this file descriptor',
    descriptor,
  );
}

/** Tells a program how far the run is. That nobody listens any more is no trouble. */
export function progressTo(fd: number | undefined): (line: ProgressLine) => void {
  let open = fd !== undefined;
  return (line) => {
    if (!open || fd === undefined) return;
    try {
      writeSync(fd, `${JSON.stringify(line)}\n`);
    } catch (error) {
      // A reader that is behind loses a line; one that has gone loses the rest.
      open = (error as NodeJS.ErrnoException).code === 'EAGAIN';
    }
  };
}

function descriptor(value: string): number {
  const fd = Number(value);
  if (!Number.isInteger(fd) || fd < 0)
    throw new InvalidArgumentError('It must be a file descriptor, such as 3.');
  return fd;
}

/** A bar with rate and time left if a person looks; nothing if the output goes to a file or a program. */
export function progressBar(what: string, total: number): { above(print: () => void): void; stop(): void } {
  if (!process.stderr.isTTY || total < 2)
    return {
      above: (print) => print(),
      stop: () => undefined,
    };
  const bar = new SingleBar({
    format: `${what} {bar} {value}/{total} · {duration_formatted} · {eta_formatted} left`,
    barsize: 24,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
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
