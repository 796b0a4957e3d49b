import assert from 'node:assert/strict';
import type { ProcessResult } from '../../../../server/src/host/process';
import { runLimited } from '../../../../server/src/pipeline/doctor/run-limited';
import { answering } from '../../../support/doctor';

const request = { file: 'tool', args: [] };
const never = new AbortController().signal;

describe('runLimited', () => {
  it('keeps the output and the exit code', async () => {
    const runProcess = answering(() => ({ code: 3, output: 'no' }));
    const run = await runLimited(request, { runProcess, limitMs: 60_000, signal: never });
    assert.deepEqual([run.outcome, run.code, run.output], ['ended', 3, 'no']);
    assert.equal(runProcess.asked[0]?.group, true, 'what the tool has started ends with it');
  });

  it('says why a program was not started', async () => {
    const runProcess = answering(() => Object.assign(new Error('spawn tool ENOENT'), { code: 'ENOENT' }));
    const run = await runLimited(request, { runProcess, limitMs: 60_000, signal: never });
    assert.deepEqual([run.outcome, run.problem], ['not-started', 'there is no such file']);
  });

  it('ends a program at the limit, when it is cancelled, and if it prints too much', async () => {
    const untilEnded = (before?: (tell: (chunk: Buffer) => void) => void) => {
      return ({
        signal,
        onOutput,
      }: Parameters<typeof runLimited>[0] & {
        signal?: AbortSignal;
        onOutput?: (stream: 'stdout', chunk: Buffer) => void;
      }) =>
        new Promise<ProcessResult>((resolve) => {
          const end = (): void =>
            resolve({ code: null, signal: 'SIGTERM', stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) });
          if (signal?.aborted) end();
          signal?.addEventListener('abort', end);
          before?.((chunk) => onOutput?.('stdout', chunk));
        });
    };
    const timed = await runLimited(request, { runProcess: untilEnded(), limitMs: 1, signal: never });
    assert.equal(timed.outcome, 'timed-out');
    const cancelled = await runLimited(request, {
      runProcess: untilEnded(),
      limitMs: 60_000,
      signal: AbortSignal.abort(),
    });
    assert.equal(cancelled.outcome, 'cancelled');
    const noisy = untilEnded((tell) => {
      tell(Buffer.alloc(3 * 2 ** 20, 'a'));
      tell(Buffer.alloc(3 * 2 ** 20, 'b'));
    });
    const loud = await runLimited(request, { runProcess: noisy, limitMs: 60_000, signal: never });
    assert.deepEqual([loud.outcome, loud.output.length], ['too-much-output', 3 * 2 ** 20]);
  });
});
