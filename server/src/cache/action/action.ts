import type { ProcessResult } from '../../host/process';
import type { NotStored } from '../../shared/reasons';
import type { Trees } from '../api';

/*
 * The words of actions, as plain data. They are those of remote execution: an *action* is a command with everything that
 * identifies it except the files that it reads, and an *entry* is the result of one run of it: the files that it read and
 * wrote. Nothing here knows SWIG or igenerator.
 */

/** The tools whose runs are actions. The name is counted in the statistics. */
export type ActionTool = 'swig' | 'igenerator';

/** A command, without the files that it reads. */
export interface Action {
  tool: ActionTool;
  /** A digest of the program, its libraries and its version. */
  toolDigest: string;
  /** The arguments in a canonical form. Paths are absolute. */
  args: readonly string[];
  cwd: string;
  /** `NAME=value` of each variable that affects the result. */
  environment: readonly string[];
  /** The trees whose paths become tokens, so that other trees hit. Null: paths stay as they are. */
  trees: Trees | null;
  /** Names that the tool looks up in its search directories, besides those of the files that it reads. */
  names: readonly string[];
}

/** Content in the store: its SHA-256 and its length. */
export interface Blob {
  sha256: string;
  bytes: number;
}

/**
 * Begins the name of an output that is kept for the caller and not written to a file: `\0K/` and a name. The caller makes of
 * it what it needs.
 */
export const KEPT = '\0K/';

/** A file that a run wrote. */
export interface OutputFile extends Blob {
  /** Its path, with a token for a tree, or the name of a kept one. */
  path: string;
  /** Whether its owner may execute it. All other permissions come from the umask. */
  executable: boolean;
}

/** The result of one run of an action that ended with exit code 0. Paths have tokens for the trees. */
export interface ActionEntry {
  tool: string;
  /** Path and SHA-256 of every file that the run read. */
  inputs: readonly (readonly [path: string, digest: string])[];
  /** The directories that the tool searched, and the fingerprint of the names in them that matter. */
  watch: readonly string[];
  watchfp: string;
  /** In the order in which they are put into place. A stamp comes last. */
  outputs: readonly OutputFile[];
  /** What the tool printed. Null: nothing. */
  stdout: Blob | null;
  stderr: Blob | null;
  /** How long the tool ran. */
  seconds: number;
  /** The trees of the run. Null if they are unknown. */
  trees: Trees | null;
  /** Whether an output contains the path of a tree, so that the entry is valid only for these trees. */
  bound: boolean;
}

/** The files that a run read, as absolute paths. */
export interface Reads {
  inputs: readonly string[];
  /** The directories that the tool searched for them. They need not exist. */
  searched: readonly string[];
  /** The files of the tool itself. They must not have changed during the run. */
  tool: readonly string[];
}

/** A run of the tool itself, whose outputs are still in private folders. */
export interface Executed {
  ran: ProcessResult;
  seconds: number;
  /** What the run wrote, in the order in which it is put into place. */
  outputs: readonly RunOutput[];
  /** What the run read, or why that is unknown. */
  reads: Reads | NotStored;
}

/** What a run wrote: a file in a private folder, or its content. `path` may be the name of a kept output. */
export type RunOutput = { path: string } & ({ staged: string } | { content: Buffer });

/** Why no entry of an action is valid. The reason of the newest entry counts. */
export type ActionMiss =
  | { kind: 'never-cached' }
  | { kind: 'input-changed'; subject: string }
  | { kind: 'input-removed'; subject: string }
  | { kind: 'directory-changed'; subject: string }
  | { kind: 'other-trees' }
  | { kind: 'corrupt'; subject: string }
  | { kind: 'unreadable'; subject: string };

/** The reason in a few words, for a line of verbose output. */
export function actionMissText(miss: ActionMiss): string {
  switch (miss.kind) {
    case 'never-cached':
      return 'never cached';
    case 'input-changed':
      return `${miss.subject} changed`;
    case 'input-removed':
      return `${miss.subject} is gone`;
    case 'directory-changed':
      return `files were added to or removed from ${miss.subject}`;
    case 'other-trees':
      return 'an output names another tree';
    case 'corrupt':
      return `${miss.subject} is missing or damaged`;
    case 'unreadable':
      return `${miss.subject} cannot be read`;
  }
}

/** Why a run was not stored, in a few words. */
export function actionNotStoredText({ kind, subject }: NotStored): string {
  switch (kind) {
    case 'input-changed':
    case 'directory-busy':
      return `${subject} changed during the run`;
    case 'input-not-found':
      return `${subject} was read, but cannot be found`;
    case 'unlisted-input':
      return `${subject} may insert files that are not known`;
    case 'no-output':
      return 'it wrote no output';
    case 'no-clock':
      return `files in ${subject} cannot be dated`;
    case 'store-refused':
      return 'the store cannot be written';
    default:
      return `${subject} cannot be read`;
  }
}

/** The result of running an action with the cache. */
export interface ActionResult {
  outcome: 'hit' | 'miss' | 'failed' | 'bypass';
  exitCode: number;
  /** What the tool printed, now or when the entry was made. */
  stdout: Buffer;
  stderr: Buffer;
  /** The outputs that were written. Those that were equal already are not in it. */
  written: readonly string[];
  /** The kept outputs, by name without `KEPT`. */
  kept?: ReadonlyMap<string, Buffer>;
  /** The files that the run read, if they are known. */
  inputs?: readonly string[];
  key?: string;
  /** Why there was no hit. */
  reason?: ActionMiss;
  /** Why a miss was not stored. */
  notStored?: NotStored;
  /** Whether a remote provided the entry, or failed. */
  remote?: 'hit' | 'failed';
  /** The root that the entry was stored in. */
  root?: string;
  secondsSaved: number;
  /** Seconds that the tool ran, if it did. */
  toolSeconds?: number;
}
