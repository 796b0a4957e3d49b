import { StringDecoder } from 'node:string_decoder';
import { printable, printableJson } from '../../shared/plain-text';
import { TerminalFilter } from '../../shared/terminal-text';

/*
 * Everything that the commands print. Names and messages come from builds, stores and tools. None of them may move the
 * cursor, set the window title or write to the clipboard of the user's terminal.
 */

/** Prints a text of our own and a line break to standard output. */
export function say(text: string): void {
  write('stdout', `${printable(text)}\n`);
}

/**
 * Prints a text of our own and a line break to standard error. Use it for messages about the run that are not part of its
 * result.
 */
export function note(text: string): void {
  write('stderr', `${printable(text)}\n`);
}

/** Prints a value as JSON. */
export function sayJson(value: unknown, indent: number | undefined = 2): void {
  write('stdout', `${printableJson(value, indent)}\n`);
}

/** Passes on the output of a tool, including colors. A chunk may end anywhere, even within a character. */
export function passOn(stream: 'stdout' | 'stderr', chunk: Buffer | string): void {
  const { decoder, filter } = passing[stream];
  const text = filter.take(typeof chunk === 'string' ? chunk : decoder.write(chunk));
  if (text !== '') process[stream].write(text);
}

/** Replaces the last line of the terminal with `text`. Does nothing if standard error is not a terminal. */
export function inPlace(text: string, last: boolean): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${printable(text)}${last ? '\n' : ''}`);
}

/** Clears the line of a progress bar, so that something else can be printed above it. */
export function clearLine(): void {
  process.stderr.write('\r\x1b[K');
}

function write(stream: 'stdout' | 'stderr', text: string): void {
  const held = passing[stream].filter.end();
  process[stream].write(held + text);
}

const passing = {
  stdout: { decoder: new StringDecoder('utf8'), filter: new TerminalFilter() },
  stderr: { decoder: new StringDecoder('utf8'), filter: new TerminalFilter() },
};
