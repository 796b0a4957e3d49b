import { StringDecoder } from 'node:string_decoder';
import { printable, printableJson } from '../../shared/plain-text';
import { TerminalFilter } from '../../shared/terminal-text';

/*
 * All that the commands print. Names and messages come from builds, stores and tools: none of them may move the cursor,
 * name the window or set the clipboard of the terminal that shows them.
 */

/** Prints lines of our own to standard output; a line break is added. */
export function say(text: string): void {
  write('stdout', `${printable(text)}\n`);
}

/** Prints lines of our own to standard error: what is about the run and is no part of its answer. */
export function note(text: string): void {
  write('stderr', `${printable(text)}\n`);
}

/** Prints a value as JSON. */
export function sayJson(value: unknown, indent: number | undefined = 2): void {
  write('stdout', `${printableJson(value, indent)}\n`);
}

/** Hands on what a tool printed, colours and all. Its pieces may end anywhere. */
export function passOn(stream: 'stdout' | 'stderr', chunk: Buffer | string): void {
  const { decoder, filter } = passing[stream];
  const text = filter.take(typeof chunk === 'string' ? chunk : decoder.write(chunk));
  if (text !== '') process[stream].write(text);
}

/** Shows `text` in place of what the terminal's last line shows. Nothing if standard error is no terminal. */
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
