import { type ChildProcess, spawn } from 'node:child_process';
import readline from 'node:readline';
import type { Readable } from 'node:stream';
import * as vscode from 'vscode';
import type { Progress, Run, Runs } from './runs';

/** What a terminal runs: `itk-wrap` with these arguments, by the editor's own Node. */
export interface TerminalCommand {
  title: string;
  /** dist/itk-wrap.js. */
  script: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** Asked for when the run begins: what takes each line of its output. */
  readProblems(): (line: string) => void;
}

/** The descriptor on which `itk-wrap` tells how far it is. */
const PROGRESS_FD = 3;
/** A run that is asked to end has this long to clean up. */
const KILL_AFTER_MS = 5000;
const CANCELLED = 130;

/**
 * A terminal that shows a run of `itk-wrap` as it is printed. Ctrl-C, closing it and ending the task cancel the run; a
 * run that waits for another says so.
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
    /** What to run, or why it cannot be, asked for when the terminal opens. */
    private readonly command: () => Promise<TerminalCommand | { problem: string; cancelled?: boolean }>,
  ) {}

  open(): void {
    void this.begin();
  }

  private async begin(): Promise<void> {
    const command = await this.command();
    if (this.over) return this.end(CANCELLED);
    if ('problem' in command) {
      this.write(`${command.problem}\n`);
      this.end(command.cancelled ? CANCELLED : 2);
      return;
    }
    const [first] = this.runs.all;
    if (first) this.write(`\x1b[2m${vscode.l10n.t('Waiting for “{0}” to end …', first.title)}\x1b[0m\n`);
    void this.runs
      .add(
        command.title,
        () => this.stop(),
        (run) => this.start(command, run),
      )
      .then(
        (code) => this.end(code),
        (error: unknown) => {
          this.write(`${error instanceof Error ? error.message : String(error)}\n`);
          this.end(2);
        },
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
    const withProgress = ['castxml', 'igenerator', 'repair', 'bench'].includes(command.args[0] ?? '');
    const args = withProgress ? [...command.args, '--progress-fd', String(PROGRESS_FD)] : command.args;
    this.write(`\x1b[1m> itk-wrap ${command.args.join(' ')}\x1b[0m\n`);
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
        stream.on('data', (text: string) => this.write(text));
        readline.createInterface({ input: stream }).on('line', onLine);
      }
      const progress = readline.createInterface({ input: child.stdio[PROGRESS_FD] as Readable });
      progress.on('line', (line) => {
        const told = readProgress(line);
        if (told) this.runs.report(run, told);
      });
      child.once('error', reject);
      child.once('close', (code) => {
        progress.close();
        if (run.state === 'cancelling') this.write(`\x1b[33m${vscode.l10n.t('Cancelled.')}\x1b[0m\n`);
        resolve(run.state === 'cancelling' ? CANCELLED : (code ?? 1));
      });
    });
  }

  /** Asks `itk-wrap` to end: it ends what it started and leaves no half file. */
  private stop(): void {
    const child = this.child;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    child.once('close', () => clearTimeout(timer));
  }

  private write(text: string): void {
    if (!this.over) this.writer.fire(text.replace(/\r?\n/g, '\r\n'));
  }

  private end(code: number): void {
    this.closer.fire(code);
  }
}

function readProgress(line: string): Progress | null {
  try {
    const { done, total, what } = JSON.parse(line) as Partial<Progress>;
    return typeof done === 'number' && typeof total === 'number' ? { done, total, what: what ?? '' } : null;
  } catch {
    return null;
  }
}
