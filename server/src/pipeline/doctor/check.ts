import type { BuildTree } from '../../build/build-tree';
import type { DiskFacts } from '../../host/disk-facts';
import type { CheckAnswer } from './finding';
import type { RemoteView } from './remote-view';
import type { StoreView } from './store-views';
import type { Tools } from './tools/tool-facts';

/** A resident server of this user. */
export interface ServerView {
  pid: number | null;
  answers: boolean;
}

/** What the checks look at. */
export interface CheckContext {
  /** Null if there is none. Then the checks look at the machine only. */
  build: BuildTree | null;
  tools: Tools;
  disk: DiskFacts;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** The user's id; null on systems without ids. */
  user: number | null;
  /** Nanoseconds since 1970. */
  nowNs: () => bigint;
  /** The folder for temporary files, and its times after files were written there one after the other, or why none could be. */
  temporary: { folder: string; problem: string | null; times: readonly WrittenTime[] };
  stores: () => Promise<StoreView[]>;
  /** Null if no remote is set. */
  remote: () => Promise<RemoteView | null>;
  /** `problem`: why no server can run. */
  servers: () => Promise<{ found: readonly ServerView[]; problem: string | null }>;
}

/** The time of a file that was just written, and the clock's times before and after it. Nanoseconds since 1970. */
export interface WrittenTime {
  before: bigint;
  mtimeNs: bigint;
  after: bigint;
}

/** One check. Each has a file of its own in checks/, and a line in checks.ts. */
export interface Check {
  id: string;
  title: string;
  /** Looks, and says what it found. It writes nothing. */
  run: (context: CheckContext) => CheckAnswer | Promise<CheckAnswer>;
}
