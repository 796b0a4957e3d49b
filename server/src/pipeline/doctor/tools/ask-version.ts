import type { ProcessRunner } from '../../../host/process';
import { failureOf } from '../probe/probe-report';
import { runLimited } from '../run-limited';
import type { ToolFacts } from './tool-facts';

/** What a question to a tool needs. */
export interface AskPorts {
  runProcess: ProcessRunner;
  environment: NodeJS.ProcessEnv;
  /** The absolute path of a program, as a shell finds it. Null if there is none. */
  findProgram: (name: string) => string | null;
  signal: AbortSignal;
}

/** How to ask a tool for its version. The first group of `version` is the version. */
export interface VersionQuestion {
  name: string;
  args: readonly string[];
  version: RegExp;
}

/** How long a tool may take to say its version, in milliseconds. */
export const ASK_MS = 8000;

/** Asks a tool for its version. Returns what it printed, too. */
export async function askVersion(
  { name, args, version }: VersionQuestion,
  ports: AskPorts,
): Promise<{ facts: ToolFacts; output: string }> {
  const file = ports.findProgram(name);
  if (file === null)
    return { facts: { file, version: null, problem: `there is no ${name} on PATH` }, output: '' };
  const run = await runLimited(
    { file, args, env: { ...ports.environment, CCACHE_DISABLE: '1' } },
    { runProcess: ports.runProcess, limitMs: ASK_MS, signal: ports.signal },
  );
  const found = version.exec(run.output)?.[1] ?? null;
  const failure = run.outcome === 'not-started' ? run.problem : failureOf(run, ASK_MS);
  // Some tools print their version and end with an error, because they were given nothing to do.
  const problem = found !== null ? null : (failure ?? 'it does not say its version');
  return { facts: { file, version: found, problem }, output: run.output };
}
