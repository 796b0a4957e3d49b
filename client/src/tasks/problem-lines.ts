/** One pattern of a problem matcher, as in package.json. It says which group of the expression has which field. */
export interface ProblemPattern {
  regexp: string;
  file?: number;
  line?: number;
  column?: number;
  severity?: number;
  code?: number;
  message?: number;
}

/** A problem matcher of package.json. */
export interface ProblemMatcher {
  name: string;
  source: string;
  severity: string;
  pattern: ProblemPattern | ProblemPattern[];
}

/** A problem that a tool has printed. `line` and `column` count from 1, as tools do. */
export interface OutputProblem {
  file: string;
  line: number;
  column: number;
  severity: 'error' | 'warning' | 'info';
  code: string | undefined;
  message: string;
  source: string;
}

type Field = 'file' | 'line' | 'column' | 'severity' | 'code' | 'message';
const fields: readonly Field[] = ['file', 'line', 'column', 'severity', 'code', 'message'];
// eslint-disable-next-line no-control-regex
const colors = /\x1b\[[0-9;]*m/g;

/** Reads problems from a tool's output line by line. If a line completes several matchers, the first of them wins. */
export class ProblemReader {
  private readonly readers: MatcherReader[];

  constructor(matchers: readonly ProblemMatcher[]) {
    this.readers = matchers.map((matcher) => new MatcherReader(matcher));
  }

  /** The problem that this line completes, or null. The line has no line break at its end. */
  read(line: string): OutputProblem | null {
    const text = line.replace(colors, '');
    let first: OutputProblem | null = null;
    // Every reader gets every line, because a problem of several lines may begin while another is incomplete.
    for (const reader of this.readers) first ??= reader.read(text);
    return first;
  }
}

class MatcherReader {
  private readonly patterns: { expression: RegExp; pattern: ProblemPattern }[];
  private at = 0;
  private found: Partial<Record<Field, string>> = {};

  constructor(private readonly matcher: ProblemMatcher) {
    this.patterns = [matcher.pattern]
      .flat()
      .map((pattern) => ({ expression: new RegExp(pattern.regexp), pattern }));
  }

  read(text: string): OutputProblem | null {
    if (this.step(text)) return this.finish();
    if (this.at > 0) {
      // The incomplete problem does not continue here, but this line may begin another.
      this.restart();
      if (this.step(text)) return this.finish();
    }
    return null;
  }

  /** Whether this line matches the next pattern. */
  private step(text: string): boolean {
    const next = this.patterns[this.at];
    const match = next?.expression.exec(text);
    if (!next || !match) return false;
    for (const field of fields) {
      const value = match[next.pattern[field] ?? -1];
      if (value !== undefined) this.found[field] = value.trim();
    }
    this.at += 1;
    return true;
  }

  private finish(): OutputProblem | null {
    if (this.at < this.patterns.length) return null;
    const { file, line, column, severity, code, message } = this.found;
    this.restart();
    if (!file || !message) return null;
    return {
      file,
      line: Math.max(1, Number(line ?? 1)),
      column: Math.max(1, Number(column ?? 1)),
      severity: severityOf(severity ?? this.matcher.severity),
      code,
      message,
      source: this.matcher.source,
    };
  }

  private restart(): void {
    this.at = 0;
    this.found = {};
  }
}

function severityOf(word: string): OutputProblem['severity'] {
  if (/warning/i.test(word)) return 'warning';
  return /note|info/i.test(word) ? 'info' : 'error';
}
