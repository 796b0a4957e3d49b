import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { decodePath, encodePath, encodeText } from '../../../server/src/cache/inputs/path-bytes';
import type { ProcessRequest, ProcessResult, ProcessRunner } from '../../../server/src/host/process';

/*
 * A double of castxml whose output depends only on its inputs. It really preprocesses: includes with their search order,
 * `__has_include`, `__FILE__`, `__DATE__`, and macros from -D and from the emulated compiler. Its XML names the file and the
 * number of every line. It logs each run.
 */

export interface DoubleResult {
  code: number;
  stderr: string;
}

export interface DoubleHooks {
  /** Called after everything was read and before anything is written. */
  beforeWrite?: (stage: 'preprocess' | 'castxml') => void;
}

interface Line {
  file: string;
  line: number;
  text: string;
}

class IncludeError extends Error {}

/** Runs the double with castxml's arguments. */
export function runDouble(
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv,
  hooks: DoubleHooks = {},
): DoubleResult {
  const flags: string[] = [];
  const directories: string[] = [];
  const macros = new Map<string, string>();
  let output = '';
  let source = '';
  let preprocessOnly = false;
  const read = (list: readonly string[]): void => {
    for (let i = 0; i < list.length; i++) {
      const argument = list[i] ?? '';
      const next = (): string => list[++i] ?? '';
      if (argument === '-o') output = next();
      else if (argument === '-E') preprocessOnly = true;
      else if (argument.startsWith('@'))
        read(
          decodePath(fs.readFileSync(encodePath(path.resolve(cwd, argument.slice(1)))))
            .split('\n')
            .flatMap(words),
        );
      else if (argument.startsWith('-I')) directories.push(argument.slice(2));
      else if (argument === '-isystem') directories.push(next());
      else if (argument.startsWith('-D')) {
        const [name = '', value = '1'] = argument.slice(2).split('=');
        macros.set(name, value);
      } else if (argument === '--castxml-cc-gnu') {
        const compiler = list[i + 1] === '(' ? list[i + 2] : list[i + 1];
        macros.set('__VERSION__', sha256(fs.readFileSync(encodePath(compiler ?? ''))).slice(0, 8));
      } else if (argument.endsWith('.cxx')) source = path.resolve(cwd, argument);
      else if (argument === '--castxml-start') flags.push(argument, next());
      else flags.push(argument);
    }
  };
  try {
    read(args);
    directories.push(...(environment.CPATH ?? '').split(':').filter((item) => item !== ''));
    log(environment, `${preprocessOnly ? 'E' : 'X'} ${path.basename(source)}`);
    const search = directories.map((directory) => path.resolve(cwd, directory));
    const lines = preprocess(source, search, macros);
    hooks.beforeWrite?.(preprocessOnly ? 'preprocess' : 'castxml');
    const text = preprocessOnly ? withMarkers(lines, source) : toXml(lines, flags);
    const target = path.resolve(cwd, output);
    // Like castxml, it uses a name of its own, because several processes may write the same output.
    const staging = `${target}.double-${process.pid}`;
    fs.writeFileSync(encodePath(staging), encodeText(text));
    fs.renameSync(encodePath(staging), encodePath(target));
    return { code: 0, stderr: '' };
  } catch (error) {
    return { code: 1, stderr: `${source}:1:1: fatal error: ${(error as Error).message}\n` };
  }
}

function preprocess(source: string, search: readonly string[], macros: ReadonlyMap<string, string>): Line[] {
  const lines: Line[] = [];
  const seen = new Set<string>();
  const find = (name: string, quoted: boolean, from: string): string | null => {
    const starts = quoted ? [path.dirname(from), ...search] : search;
    for (const start of starts) {
      const file = path.join(start, name);
      if (fs.statSync(encodePath(file), { throwIfNoEntry: false })?.isFile()) return file;
    }
    return null;
  };
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    // An empty line for the file itself: it is read even if it is empty.
    lines.push({ file, line: 1, text: '' });
    let skipping = false;
    decodePath(fs.readFileSync(encodePath(file)))
      .split('\n')
      .forEach((raw, i) => {
        const text = raw.replace(/\/\/.*$/, '').trimEnd();
        const condition = /^#if __has_include\(<([^>]+)>\)/.exec(text);
        if (condition) skipping = find(condition[1] ?? '', false, file) === null;
        else if (text === '#else') skipping = !skipping;
        else if (text === '#endif') skipping = false;
        else if (!skipping && text !== '') {
          const include = /^#include (?:"([^"]+)"|<(.+)>)$/.exec(text);
          if (!include) {
            lines.push({ file, line: i + 1, text: expand(text, file, macros) });
            return;
          }
          const name = include[1] ?? include[2] ?? '';
          const found = find(name, include[1] !== undefined, file);
          if (found === null) throw new IncludeError(`'${name}' file not found`);
          visit(found);
        }
      });
  };
  visit(source);
  return lines;
}

function expand(text: string, file: string, macros: ReadonlyMap<string, string>): string {
  return text.replace(/\b[A-Za-z_]\w*\b/g, (name) => {
    const now = new Date();
    if (name === '__FILE__') return `"${file.replace(/[\\"]/g, '\\$&')}"`;
    if (name === '__DATE__') {
      const [, month = '', day = '', year = ''] = now.toDateString().split(' ');
      return `"${month} ${String(Number(day)).padStart(2)} ${year}"`;
    }
    if (name === '__TIME__') return `"${now.toTimeString().slice(0, 8)}"`;
    if (name === '__TIMESTAMP__') {
      const { mtime } = fs.statSync(encodePath(file));
      const [week = '', month = '', day = '', year = ''] = mtime.toDateString().split(' ');
      return `"${week} ${month} ${String(Number(day)).padStart(2)} ${mtime.toTimeString().slice(0, 8)} ${year}"`;
    }
    return macros.get(name) ?? name;
  });
}

function withMarkers(lines: readonly Line[], source: string): string {
  let text = `# 1 "${asClangWrites(source)}"\n# 1 "<built-in>" 1\n`;
  let at = { file: '', line: 0 };
  const entered = new Set([source]);
  for (const line of lines) {
    const named = /^#line (\d+) "(.*)"$/.exec(line.text);
    if (named) {
      text += `# ${named[1]} "${named[2]}"\n`;
      continue;
    }
    const flag = line.file === at.file ? '' : entered.has(line.file) ? ' 2' : ' 1';
    if (flag !== '' || line.line !== at.line) text += `# ${line.line} "${asClangWrites(line.file)}"${flag}\n`;
    entered.add(line.file);
    if (line.text !== '') text += `${line.text}\n`;
    at = { file: line.file, line: line.text === '' ? line.line : line.line + 1 };
  }
  return text;
}

/** The name of a file in a line marker, with quotes, backslashes, control characters and all bytes beyond ASCII escaped. */
function asClangWrites(file: string): string {
  return encodeText(file)
    .toString('latin1')
    .replace(/[\\"]/g, '\\$&')
    .replace(/\t/g, '\\t')
    .replace(/\n/g, '\\n')
    .replace(/[^\x20-\x7e]/g, octal);
}

const octal = (byte: string): string => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;

/** A string literal as an initial value in an XML: like clang, with octal escapes. */
function printed(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (literal) =>
    encodeText(literal)
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, octal),
  );
}

function toXml(lines: readonly Line[], flags: readonly string[]): string {
  const escape = (text: string): string =>
    text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  const code = lines.filter(({ text }) => text !== '');
  const files = [...new Set(code.map(({ file }) => file))];
  const body = code.map(({ file, line, text }) => {
    // Like castxml, it writes the bound of an array in another place than its initializer.
    const literal = /^(?:const )?char \w+\[\] = "((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
    const bound = literal === undefined ? undefined : encodeText(literal.replace(/\\(.)/g, '$1')).length;
    const array = bound === undefined ? '' : `  <ArrayType min="0" max="${bound}"/>\n`;
    const id = `f${files.indexOf(file) + 1}`;
    const place = `location="${id}:${line}" file="${id}" line="${line}"`;
    return `  <Line text="${escape(printed(text))}" ${place}/>\n${array}`;
  });
  const named = files.map((file, i) => `  <File id="f${i + 1}" name="${escape(file)}"/>\n`);
  return `<?xml version="1.0"?>\n<CastXML flags="${escape(flags.join(' '))}">\n${[...body, ...named].join('')}</CastXML>\n`;
}

function words(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replace(/\\([\\"])/g, '$1'),
  );
}

function log(environment: NodeJS.ProcessEnv, line: string): void {
  if (environment.DOUBLE_LOG) fs.appendFileSync(environment.DOUBLE_LOG, `${line}\n`);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A process runner that calls the double in this process, and counts the runs. */
export class DoubleRunner {
  runs: string[] = [];
  hooks: DoubleHooks = {};
  /** If set, castxml fails with this. */
  failure: DoubleResult | null = null;

  readonly run: ProcessRunner = (request: ProcessRequest): Promise<ProcessResult> => {
    const preprocessing = request.args.includes('-E');
    this.runs.push(preprocessing ? 'E' : 'X');
    const environment = { ...request.env };
    const failure = preprocessing ? null : this.failure;
    const { code, stderr } = failure ?? runDouble(request.args, request.cwd ?? '/', environment, this.hooks);
    return Promise.resolve({ code, signal: null, stdout: Buffer.alloc(0), stderr: Buffer.from(stderr) });
  };
}
