import { type ChildProcess, spawn } from 'node:child_process';
import readline from 'node:readline';
import type { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { printable } from '../../../server/src/shared/plain-text';
import { TerminalFilter } from '../../../server/src/shared/terminal-text';
import { CANCELLED } from './cancelled';
import type { RunProgress } from '../../../server/src/shared/states/run-progress';
import type { Run, Runs, WorkTarget } from './runs';

/** The command that a terminal runs: `itk-wrap` with these arguments, with VS Code's own Node. */
export interface TerminalCommand {
  title: string;
  /** The path of dist/itk-wrap.js. */
  script: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** The types and modules that it works on. */
  targets(): readonly WorkTarget[];
  /** Called when the run begins. Returns a function that takes each line of its output. */
  readProblems(): (line: string) => void;
}

/** The file descriptor on which `itk-wrap` reports its progress. */
const PROGRESS_FD = 3;
/** How long a cancelled run has to clean up before it is killed. */
const KILL_AFTER_MS = 5000;
/** Terminal styles: the *n* in `ESC [ n m`. */
const BOLD = 1;
const DIM = 2;
const YELLOW = 33;

/**
 * A terminal that shows the output of an `itk-wrap` run. Ctrl-C, closing the terminal and terminating the task cancel the
 * run. A run that waits for another one says so.
 */
export class TaskTerminal implements vscode.Pseudoterminal {
  private readonly writer = new vscode.EventEmitter<string>();
  private readonly closer = new vscode.EventEmitter<number>();
  private child: ChildProcess | undefined;
  private run: Run | undefined;
  private over = false;
  readonly onDidWrite = this.writer.event;
  readonly onDidClose = this.closer.event;

  constructor(
    private readonly runs: Runs,
    /** Called when the terminal opens. Returns what to run, or why that is impossible. */
    private readonly command: () => Promise<TerminalCommand | { problem: string; cancelled?: boolean }>,
  ) {}

  open(): void {
    this.begin().then(
      (code) => this.end(code),
      (error: unknown) => {
        this.say(error instanceof Error ? error.message : String(error));
        this.end(2);
      },
    );
  }

  /** The exit code of the run. */
  private async begin(): Promise<number> {
    const command = await this.command();
    if (this.over) return CANCELLED;
    if ('problem' in command) {
      this.say(command.problem);
      return command.cancelled ? CANCELLED : 2;
    }
    const [first] = this.runs.all;
    if (first) this.say(vscode.l10n.t('Waiting for “{0}” to end…', first.title), DIM);
    return this.runs.add(
      command.title,
      () => this.stop(),
      (run) => this.start(command, run),
      () => command.targets(),
    );
  }

  close(): void {
    this.over = true;
    this.run?.cancel();
    this.stop();
  }

  handleInput(data: string): void {
    if (data === '\x03') this.run?.cancel();
  }

  private start(command: TerminalCommand, run: Run): Promise<number> {
    this.run = run;
    if (run.state === 'cancelling' || this.over) return Promise.resolve(CANCELLED);
    const withProgress = ['build', 'castxml', 'igenerator', 'repair', 'bench'].includes(
      command.args[0] ?? '',
    );
    const args = withProgress ? [...command.args, '--progress-fd', String(PROGRESS_FD)] : command.args;
    this.say(`> itk-wrap ${command.args.join(' ')}`, BOLD);
    const onLine = command.readProblems();
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [command.script, ...args], {
        cwd: command.cwd,
        env: { ...process.env, ...command.env, ELECTRON_RUN_AS_NODE: '1' },
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        windowsHide: true,
      });
      this.child = child;
      for (const stream of [child.stdout, child.stderr] as Readable[]) {
        stream.setEncoding('utf8');
        const filter = new TerminalFilter();
        stream.on('data', (text: string) => this.write(filter.take(text)));
        stream.on('end', () => this.write(filter.end()));
        readline.createInterface({ input: stream }).on('line', (line) => {
          onLine(line);
          if (line.trim() !== '') run.summary = line.trim();
        });
      }
      const progress = readline.createInterface({ input: child.stdio[PROGRESS_FD] as Readable });
      progress.on('line', (line) => {
        const told = readProgress(line);
        if (told) this.runs.report(run, told);
      });
      child.once('error', reject);
      child.once('close', (code) => {
        progress.close();
        if (run.state === 'cancelling') this.say(vscode.l10n.t('Cancelled.'), YELLOW);
        run.exitCode = run.state === 'cancelling' ? CANCELLED : (code ?? 1);
        resolve(run.exitCode);
      });
    });
  }

  /** Asks `itk-wrap` to end. It ends the processes that it started and leaves no incomplete files. */
  private stop(): void {
    const child = this.child;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    child.once('close', () => clearTimeout(timer));
  }

  /** Prints a line of our own, in a terminal style. */
  private say(text: string, style?: number): void {
    const line = printable(text);
    this.write(style === undefined ? `${line}\n` : `\x1b[${style}m${line}\x1b[0m\n`);
  }

  private write(text: string): void {
    if (!this.over && text !== '') this.writer.fire(text.replace(/\r?\n/g, '\r\n'));
  }

  private end(code: number): void {
    this.closer.fire(code);
  }
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

function readProgress(line: string): RunProgress | null {
  try {
    const { done, total, what, running, stages } = JSON.parse(line) as Partial<RunProgress>;
    if (typeof done !== 'number' || typeof total !== 'number') return null;
    return {
      done,
      total,
      what: typeof what === 'string' ? what : '',
      ...(areTexts(running) ? { running } : {}),
      ...(areTexts(stages) ? { stages } : {}),
    };
  } catch {
    return null;
  }
}
