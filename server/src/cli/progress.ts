import { writeSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';

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
    'write progress as lines of JSON to this descriptor',
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
  if (!Number.isInteger(fd) || fd < 0) throw new InvalidArgumentError('A file descriptor, such as 3.');
  return fd;
}
