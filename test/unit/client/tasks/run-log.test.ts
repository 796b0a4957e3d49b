import assert from 'node:assert/strict';
import { logRuns } from '../../../../client/src/tasks/run-log';
import { CANCELLED } from '../../../../client/src/tasks/cancelled';
import type { Run, Runs } from '../../../../client/src/tasks/runs';

describe('the log of runs', () => {
  it('says how each run ended, how long it took and what came of it', () => {
    const lines: string[] = [];
    let end = (_: Run): void => undefined;
    const runs = {
      onDidEnd: (listener: (run: Run) => void) => {
        end = listener;
        return { dispose: () => undefined };
      },
    } as unknown as Runs;
    logRuns(runs, { info: (line) => lines.push(line) }, () => 3500);
    const run = { title: 'castxml itkA', startedMs: 1000 } as Run;
    end({ ...run, exitCode: 0, summary: '1 type: 1 HIT' });
    end({ ...run, exitCode: 2, summary: '' });
    end({ ...run, exitCode: CANCELLED, summary: '' });
    assert.deepEqual(lines, [
      'castxml itkA succeeded after 2.5 s: 1 type: 1 HIT',
      'castxml itkA failed (2) after 2.5 s.',
      'castxml itkA was cancelled after 2.5 s.',
    ]);
  });
});
