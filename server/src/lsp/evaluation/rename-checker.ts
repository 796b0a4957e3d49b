import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode-languageserver';
import { translationsInUse } from '../../shared/l10n/translations';
import type { RenameClaim, RenameVerdict } from '../../wrapping/rename/rename-claim';

/** The memory limit. It is enough for two evaluations of all of ITK. */
const WORKER_MEMORY_MB = 2048;

/**
 * Checks a rename in a separate thread. The thread is ended if the request is cancelled. Null if the worker script does not
 * exist, for example because the server is not bundled. If the check itself fails, the rename is refused.
 */
export async function checkInThread(
  claim: RenameClaim,
  token: CancellationToken,
  script = path.join(__dirname, 'rename-worker.js'),
): Promise<RenameVerdict | null> {
  if (!existsSync(script)) return null;
  const worker = new Worker(script, {
    workerData: { claim, translations: translationsInUse() },
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
  });
  const cancelled = token.onCancellationRequested(() => {
    worker.terminate().catch(() => undefined);
  });
  try {
    return await new Promise<RenameVerdict>((resolve) => {
      const failed = (why: string): void =>
        resolve({ message: l10n.t('The rename could not be checked: {0}.', why), location: null });
      worker.once('message', (answer: { verdict: RenameVerdict } | { failed: string }) =>
        'verdict' in answer ? resolve(answer.verdict) : failed(answer.failed),
      );
      worker.once('error', (error) => failed(error.message));
      worker.once('exit', () => failed(l10n.t('the evaluation thread ended')));
    });
  } finally {
    cancelled.dispose();
    await worker.terminate();
  }
}
