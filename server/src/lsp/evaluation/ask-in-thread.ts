import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode-languageserver';
import { translationsInUse } from '../../shared/l10n/translations';
import type { SourceFiles } from '../../wrapping/index/find-scripts';
import type { PredictionInput } from '../../wrapping/evaluation/prediction-types';
import type { RenameClaim, RenameVerdict } from '../../wrapping/rename/rename-claim';
import type { WhyAnswer } from '../../wrapping/why/why';

/** The questions that take several evaluations of everything, with their answers. */
export interface Questions {
  rename: { asked: { claim: RenameClaim }; answer: RenameVerdict };
  /** Whether what a text names is wrapped. The answer is null if it names nothing. `files` are those of the source tree. */
  why: {
    asked: { text: string; input: PredictionInput; files: Pick<SourceFiles, 'wraps' | 'headers'> };
    answer: WhyAnswer | null;
  };
}

/** One of them. */
export type Question = {
  [Kind in keyof Questions]: { kind: Kind } & Questions[Kind]['asked'];
}[keyof Questions];

/** The memory limit. It is enough for two evaluations of all of ITK. */
const WORKER_MEMORY_MB = 2048;

/**
 * Answers a question in a thread of its own. The thread is ended if the request is cancelled. Null if the worker script does
 * not exist, for example because the server is not bundled.
 */
export async function askInThread<Kind extends keyof Questions>(
  question: { kind: Kind } & Questions[Kind]['asked'],
  token: CancellationToken,
  script = path.join(__dirname, 'question-worker.js'),
): Promise<{ answer: Questions[Kind]['answer'] } | { failed: string } | null> {
  if (!existsSync(script)) return null;
  const worker = new Worker(script, {
    workerData: { question, translations: translationsInUse() },
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
  });
  const cancelled = token.onCancellationRequested(() => {
    worker.terminate().catch(() => undefined);
  });
  try {
    return await new Promise((resolve) => {
      worker.once('message', resolve);
      worker.once('error', ({ message }) => resolve({ failed: message }));
      worker.once('exit', () => resolve({ failed: l10n.t('the evaluation thread ended') }));
    });
  } finally {
    cancelled.dispose();
    await worker.terminate();
  }
}

/** Checks a rename in a thread. If the check itself fails, the rename is refused. */
export async function checkInThread(
  claim: RenameClaim,
  token: CancellationToken,
): Promise<RenameVerdict | null> {
  const told = await askInThread({ kind: 'rename', claim }, token);
  if (told === null || 'answer' in told) return told?.answer ?? null;
  return { message: l10n.t('The rename could not be checked: {0}.', told.failed), location: null };
}
