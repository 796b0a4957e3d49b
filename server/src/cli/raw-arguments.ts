import fs from 'node:fs';
import { decodePath, encodeText } from '../cache/inputs/path-bytes';
import type { ProcessRequest, ProcessRunner } from '../host/process';

/*
 * Arguments of a process are bytes. Node decodes them as UTF-8 and loses invalid bytes, but castxml must get all of them. A
 * string holds such a byte as U+DC00 + byte, as everywhere in the cache (`cache/inputs/path-bytes.ts`).
 */

/** The arguments in `argv` (in Node's format: the interpreter, the script, the arguments), with every byte kept. */
export function rawArguments(argv: readonly string[], read = readCommandLine): string[] {
  const own = argv.slice(2);
  if (!own.some((argument) => argument.includes('\ufffd'))) return own;
  const bytes = read();
  if (!bytes) return own;
  const all = splitAtNul(bytes);
  // The command line of a native build has no script, so the arguments are counted from the end.
  const raw = all.slice(all.length - own.length).map(decodePath);
  return raw.length === own.length ? raw : own;
}

/**
 * The current folder with every byte kept. If it no longer exists, the root folder; castxml then reports any problem itself.
 */
export function rawCurrentFolder(): string {
  try {
    const folder = process.cwd();
    return folder.includes('\ufffd') ? decodePath(fs.readlinkSync('/proc/self/cwd', 'buffer')) : folder;
  } catch {
    return '/';
  }
}

/**
 * A runner that passes on every byte of an argument. Node can pass only UTF-8, so a shell runs `exec` in a script that it
 * reads from its standard input. The shell's own arguments are UTF-8, and the script quotes the real ones.
 */
export function keepingBytes(run: ProcessRunner): ProcessRunner {
  return (request) => (isUtf8(request) ? run(request) : run(throughShell(request)));
}

const isUtf8 = ({ file, args, cwd }: ProcessRequest): boolean =>
  [file, cwd ?? '', ...args].every((text) => !LONE_BYTE.test(text));

function throughShell({ file, args, cwd, ...rest }: ProcessRequest): ProcessRequest {
  const enter = cwd === undefined ? '' : `cd ${quoted(cwd)} && `;
  const script = `${enter}exec ${[file, ...args].map(quoted).join(' ')}\n`;
  return { ...rest, file: '/bin/sh', args: ['-s'], input: encodeText(script) };
}

const LONE_BYTE = /[\udc80-\udcff]/;
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function readCommandLine(): Buffer | null {
  try {
    return fs.readFileSync('/proc/self/cmdline');
  } catch {
    return null;
  }
}

function splitAtNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    parts.push(bytes.subarray(at, end < 0 ? bytes.length : end));
    at = end < 0 ? bytes.length : end + 1;
  }
  return parts;
}
