import * as l10n from '@vscode/l10n';
import { type BuildFs, reasonOf } from '../../host/build-files';
import {
  type BuildLine,
  endsInEscape,
  evaluate,
  ExpansionBudget,
  ExpansionError,
  parseBuildLine,
} from './ninja-text';
import { absolute } from '../build-paths';
import type { BuildProblem } from '../build-tree';

/** A build statement: its outputs, its inputs, and the command line that ninja would pass to the system. */
export interface NinjaEdge extends BuildLine {
  /** The evaluated command. Empty for a phony edge. */
  command: string;
  description: string;
  depfile: string | undefined;
  deps: string | undefined;
}

/** What to read, and where the result goes. */
export interface NinjaScan {
  /** The top build.ninja. Relative paths of includes are resolved against its folder, as ninja does. */
  file: string;
  dir: string;
  fs: BuildFs;
  /** Only statements whose bytes contain one of these texts are parsed. All others are skipped quickly. */
  wanted: readonly string[];
  onEdge: (edge: NinjaEdge) => void;
}

const CHUNK_BYTES = 4 * 1024 * 1024;
const MAX_STATEMENT_BYTES = 64 * 1024 * 1024;
const MAX_INCLUDE_DEPTH = 16;
/** How many characters of values each character of a file may expand to, in addition to the base budget. */
const LENGTH_PER_CHARACTER = 8;
/** The maximum number of problems. A single file can be wrong on every line. */
const MAX_PROBLEMS = 50;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const DOLLAR = 0x24;
const next = (): string =>
  l10n.t('Run CMake in this build directory again, so that it rewrites its build files.');

/**
 * Reads a build.ninja and its includes in one pass, a few megabytes at a time, and passes the wanted edges on in order. A
 * part that cannot be read or parsed becomes a problem, and the rest is still read.
 */
export async function scanNinja(scan: NinjaScan): Promise<BuildProblem[]> {
  const budget = new ExpansionBudget();
  const state: State = { scan, problems: [], rules: new Map(), budget, exhausted: false };
  await scanFile(state, scan.file, new Map(), 0);
  return state.problems;
}

type Scope = Map<string, string>;

interface State {
  scan: NinjaScan;
  problems: BuildProblem[];
  /** The unevaluated `command` of each rule. */
  rules: Map<string, string>;
  budget: ExpansionBudget;
  /** Whether the exhausted budget has been reported. */
  exhausted: boolean;
}

async function scanFile(state: State, file: string, scope: Scope, depth: number): Promise<void> {
  const complain = (message: string): void =>
    void (
      state.problems.length < MAX_PROBLEMS &&
      state.problems.push({ file, message: l10n.t('{0}: {1}', file, message), next: next() })
    );
  if (depth > MAX_INCLUDE_DEPTH)
    return complain(l10n.t('it is included more than {0} levels deep, so it is not read', MAX_INCLUDE_DEPTH));
  let handle;
  try {
    handle = await state.scan.fs.open(file);
    // One buffer serves the whole file. The incomplete statement at the end of a chunk moves to its front.
    let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let kept = 0;
    for (;;) {
      if (buffer.length - kept < CHUNK_BYTES / 2) {
        const larger = Buffer.allocUnsafe(buffer.length * 2);
        buffer.copy(larger, 0, 0, kept);
        buffer = larger;
      }
      const { bytesRead } = await handle.read(buffer, kept, buffer.length - kept, null);
      const last = bytesRead === 0;
      const bytes = buffer.subarray(0, kept + bytesRead);
      let at = 0;
      const hits = new Hits(bytes, state.scan.wanted);
      for (;;) {
        const step = scanStatements(state, bytes, at, last, hits, scope, complain);
        at = step.at;
        if (step.include === null) break;
        const inner = step.ownScope ? new Map(scope) : scope;
        await scanFile(state, absolute(state.scan.dir, step.include), inner, depth + 1);
      }
      if (last) return;
      bytes.copyWithin(0, at);
      kept = bytes.length - at;
      if (kept > MAX_STATEMENT_BYTES)
        return complain(
          l10n.t('a statement is longer than {0} bytes, so the rest is not read', MAX_STATEMENT_BYTES),
        );
    }
  } catch (error) {
    complain(l10n.t('it cannot be read: {0}', reasonOf(error)));
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** The positions of the wanted texts in a chunk. They must be queried in ascending order. */
class Hits {
  private readonly next: number[];

  constructor(
    private readonly bytes: Buffer,
    private readonly wanted: readonly string[],
  ) {
    this.next = wanted.map((text) => bytes.indexOf(text));
  }

  within(start: number, end: number): boolean {
    let found = false;
    for (let i = 0; i < this.next.length; i += 1) {
      let at = this.next[i] ?? -1;
      if (at >= 0 && at < start) {
        at = this.bytes.indexOf(this.wanted[i] ?? '', start);
        this.next[i] = at;
      }
      if (at >= 0 && at < end) found = true;
    }
    return found;
  }
}

interface Step {
  /** The start of the first statement that is not handled yet. */
  at: number;
  /** A file to include before continuing at `at`; null at the end of the chunk. */
  include: string | null;
  ownScope: boolean;
}

/** Handles the complete statements of a chunk from `at`, up to its end or to an include. */
function scanStatements(
  state: State,
  bytes: Buffer,
  at: number,
  last: boolean,
  hits: Hits,
  scope: Scope,
  complain: (message: string) => void,
): Step {
  while (at < bytes.length) {
    const end = statementEnd(bytes, at, last);
    if (end < 0) break;
    const start = at;
    at = end;
    const first = bytes[start];
    if (first === 0x23 /* # */ || first === NEWLINE || first === RETURN) continue;
    if (startsWith(bytes, start, 'build ') && !hits.within(start, end)) continue;
    try {
      const include = handleStatement(state, bytes, start, end, scope, complain);
      if (include !== null) return { at, ...include };
    } catch (error) {
      if (!(error instanceof ExpansionError)) throw error;
      if (!state.exhausted) complain(l10n.t('{0}: {1}', error.message, excerpt(bytes, start, end)));
      state.exhausted = state.budget.isUsedUp;
    }
  }
  return { at, include: null, ownScope: false };
}

/** Handles one statement. Returns the file to include next if it is an include. Throws ExpansionError. */
function handleStatement(
  { scan, rules, budget }: State,
  bytes: Buffer,
  start: number,
  end: number,
  scope: Scope,
  complain: (message: string) => void,
): { include: string; ownScope: boolean } | null {
  const lookup = (name: string): string => scope.get(name) ?? '';
  budget.add((end - start) * LENGTH_PER_CHARACTER);
  if (startsWith(bytes, start, 'build ')) {
    const edge = parseEdge(rules, bytes.toString('utf8', start, end), lookup, budget);
    if (edge) scan.onEdge(edge);
    else complain(l10n.t('a build statement without a rule: {0}', excerpt(bytes, start, end)));
  } else if (startsWith(bytes, start, 'rule ')) {
    const [head = '', ...bindings] = linesOf(bytes.toString('utf8', start, end));
    rules.set(head.slice('rule '.length).trim(), bindingsOf(bindings).get('command') ?? '');
  } else if (startsWith(bytes, start, 'include ') || startsWith(bytes, start, 'subninja ')) {
    const [line = ''] = linesOf(bytes.toString('utf8', start, end));
    const include = evaluate(line.slice(line.indexOf(' ') + 1).trim(), lookup, budget);
    return { include, ownScope: line.startsWith('subninja') };
  } else if (!startsWith(bytes, start, 'pool ') && !startsWith(bytes, start, 'default ')) {
    const [line = ''] = linesOf(bytes.toString('utf8', start, Math.min(end, start + 65536)));
    const assignment = /^([A-Za-z0-9_.-]+)\s*=(.*)$/s.exec(line);
    if (!assignment) return null;
    const [, name = '', value = ''] = assignment;
    scope.set(name, evaluate(value.trimStart(), lookup, budget));
  }
  return null;
}

/**
 * The end of the statement that begins at `start`: its line and the indented lines after it. -1 if the chunk does not
 * contain all of it.
 */
function statementEnd(bytes: Buffer, start: number, last: boolean): number {
  let end = lineEnd(bytes, start);
  while (end >= 0) {
    const next = end + 1;
    if (next >= bytes.length) return last ? bytes.length : -1;
    if (bytes[next] !== 0x20 && bytes[next] !== 0x09) return next;
    end = lineEnd(bytes, next);
  }
  return last ? bytes.length : -1;
}

/** The newline that ends the logical line at `start`: the first one that is not escaped by `$`. -1 if the chunk has none. */
function lineEnd(bytes: Buffer, start: number): number {
  let newline = bytes.indexOf(NEWLINE, start);
  while (newline >= 0) {
    let before = newline;
    if (before > start && bytes[before - 1] === RETURN) before -= 1;
    let dollars = 0;
    while (before - dollars > start && bytes[before - dollars - 1] === DOLLAR) dollars += 1;
    if (dollars % 2 === 0) return newline;
    newline = bytes.indexOf(NEWLINE, newline + 1);
  }
  return -1;
}

function startsWith(bytes: Buffer, at: number, word: string): boolean {
  if (at + word.length > bytes.length) return false;
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

function parseEdge(
  rules: ReadonlyMap<string, string>,
  text: string,
  lookup: (name: string) => string,
  budget: ExpansionBudget,
): NinjaEdge | null {
  const [head = '', ...rest] = linesOf(text);
  const line = parseBuildLine(head.slice('build '.length), lookup, budget);
  if (!line) return null;
  const bindings = bindingsOf(rest);
  for (const [name, value] of bindings) bindings.set(name, evaluate(value, lookup, budget));
  const template = rules.get(line.rule) ?? '$COMMAND';
  const ofEdge = (name: string): string => bindings.get(name) ?? ofFiles(line, name) ?? lookup(name);
  return {
    ...line,
    command: line.rule === 'phony' ? '' : evaluate(template, ofEdge, budget),
    description: bindings.get('DESC') ?? '',
    depfile: bindings.get('depfile'),
    deps: bindings.get('deps'),
  };
}

/** The values of ninja's own variables `$in` and `$out`. A path with characters that a shell reads is quoted. */
function ofFiles({ inputs, outputs }: BuildLine, name: string): string | undefined {
  const files = name === 'in' ? inputs : name === 'out' ? outputs : undefined;
  return files?.map(quoted).join(' ');
}

function quoted(file: string): string {
  if (/^[\w@%+=:,./\\-]*$/.test(file)) return file;
  return file.includes('\\') ? `"${file}"` : `'${file.replaceAll("'", "'\\''")}'`;
}

/**
 * The logical lines without their line ends. A continued line is one piece, and keeps its `$` and newline for `evaluate`.
 */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let pending = '';
  for (const piece of text.split('\n')) {
    const line = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
    if (endsInEscape(line)) pending += line + '\n';
    else {
      lines.push(pending + line);
      pending = '';
    }
  }
  if (pending !== '') lines.push(pending);
  return lines;
}

function bindingsOf(lines: readonly string[]): Map<string, string> {
  const bindings = new Map<string, string>();
  for (const line of lines) {
    const binding = /^[ \t]+([A-Za-z0-9_.-]+)[ \t]*=(.*)$/s.exec(line);
    if (binding) bindings.set(binding[1] ?? '', (binding[2] ?? '').replace(/^[ \t]+/, ''));
  }
  return bindings;
}

function excerpt(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, Math.min(end, start + 80)).split('\n')[0] ?? '';
  return JSON.stringify(text.replace(/\r$/, ''));
}
