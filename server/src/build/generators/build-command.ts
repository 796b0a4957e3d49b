import * as l10n from '@vscode/l10n';
import { type CommandStyle, splitCommandLine } from './command-line';
import { absolute, baseName } from '../build-paths';
import type { BuildCommand } from '../build-tree';

/** A parsed command line, or the reason why it cannot be parsed. */
export type CommandReading = { command: BuildCommand } | { problem: string };

/** A command line of a build, and the program to find in it. */
export interface CommandQuestion {
  /** The line as ninja would pass it to the system. */
  line: string;
  style: CommandStyle;
  /** The folder that ninja runs in: the build folder. */
  dir: string;
  /** The index of the program in the words of one command, after any launchers. -1 if the command does not run it. */
  program: (words: readonly string[]) => number;
}

/**
 * Finds the program in `cd X && LAUNCHER… env A=b PROGRAM ARGS… && …`. Separates the working folder, environment, launchers
 * and arguments. Other commands of the line are in `before` and `after`.
 */
export function readCommand(question: CommandQuestion): CommandReading {
  const split = splitCommandLine(question.line, question.style);
  if ('problem' in split) return split;
  let cwd = question.dir;
  const before: string[][] = [];
  for (const [index, words] of split.commands.entries()) {
    const changed = changedFolder(words);
    if (changed !== null) {
      cwd = absolute(cwd, changed);
      continue;
    }
    const at = question.program(words);
    if (at < 0) {
      before.push(words);
      continue;
    }
    const { env, unset, launcher } = separate(words.slice(0, at));
    // All commands of a rule run in one folder. In a makefile, each of them repeats the `cd`.
    const after = split.commands.slice(index + 1).filter((later) => changedFolder(later) === null);
    return {
      command: {
        cwd,
        env,
        argv: words.slice(at),
        launcher,
        ...(unset.length > 0 && { unset }),
        ...(before.length > 0 && { before }),
        ...(after.length > 0 && { after }),
      },
    };
  }
  return { problem: l10n.t('the expected program is not in it') };
}

/** The target of `cd X` or `cd /D X`; null for any other command. */
function changedFolder(words: readonly string[]): string | null {
  if (words[0] !== 'cd') return null;
  if (words.length === 2) return words[1] ?? null;
  return words.length === 3 && words[1]?.toUpperCase() === '/D' ? (words[2] ?? null) : null;
}

/** Separates `env A=b` and `cmake -E env A=b` from the words before the program. The other words are launchers. */
function separate(words: readonly string[]): {
  env: Record<string, string>;
  unset: string[];
  launcher: string[];
} {
  const env: Record<string, string> = {};
  const unset: string[] = [];
  const launcher: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = envLength(words, at);
    if (length === 0) {
      const word = words[at] ?? '';
      const assignment = launcher.length === 0 ? /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(word) : null;
      if (assignment) env[assignment[1] ?? ''] = assignment[2] ?? '';
      else launcher.push(word);
      at += 1;
      continue;
    }
    at += length;
    for (; at < words.length; at += 1) {
      const word = words[at] ?? '';
      const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(word);
      if (assignment) env[assignment[1] ?? ''] = assignment[2] ?? '';
      else if (word.startsWith('--unset=')) unset.push(word.slice('--unset='.length));
      else if (word === '-u' && at + 1 < words.length) unset.push(words[(at += 1)] ?? '');
      else break;
    }
    if (words[at] === '--') at += 1;
  }
  return { env, unset, launcher };
}

/** The number of words at `at` that form `env` or `cmake -E env`; 0 if none do. */
function envLength(words: readonly string[], at: number): number {
  const name = baseName(words[at] ?? '').toLowerCase();
  if (name === 'env' || name === 'env.exe') return 1;
  const isCMake = /^cmake[\d.]*(?:\.exe)?$/.test(name);
  return isCMake && words[at + 1] === '-E' && words[at + 2] === 'env' ? 3 : 0;
}

/**
 * The index of CastXML in a command: the binary that CMake knows, else a program of that name, else the word before the
 * first of CastXML's own arguments. -1 if the command does not run CastXML.
 */
export function castxmlAt(words: readonly string[], known: string | null): number {
  const marker = words.findIndex((word) => word === '--castxml-start' || word.startsWith('--castxml-start='));
  if (marker < 0) return -1;
  const front = words.slice(0, marker);
  const exact = known === null ? -1 : front.lastIndexOf(known);
  if (exact >= 0) return exact;
  const named = front.findIndex((word) => /^castxml(?:[-.\d]*)(?:\.exe)?$/i.test(baseName(word)));
  if (named >= 0) return named;
  const output = front.indexOf('-o');
  return Math.max(0, (output < 0 ? marker : output) - 1);
}

/**
 * The index of the Python that runs igenerator.py in a command, ignoring Python's own options (`-B`). -1 if there is none.
 */
export function igeneratorAt(words: readonly string[]): number {
  let at = words.findIndex((word) => baseName(word).toLowerCase() === 'igenerator.py');
  if (at < 0) return -1;
  at -= 1;
  while (at > 0 && (words[at] ?? '').startsWith('-')) at -= 1;
  return Math.max(0, at);
}
