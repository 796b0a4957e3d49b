import { parentPort, workerData } from 'node:worker_threads';
import { loadParser } from '../../cmake/syntax/parse';
import { useTranslations } from '../../shared/l10n/translations';
import { checkRename, type RenameClaim } from '../../wrapping/rename/rename-check';

/** A thread for one rename: tests the claim that it is started with, and answers with the verdict or with what went wrong. */
async function run(): Promise<void> {
  const { claim, translations } = workerData as { claim: RenameClaim; translations: unknown };
  useTranslations(translations);
  const parser = await loadParser();
  try {
    const verdict = checkRename(claim, (text) => parser.parseScript(text));
    parentPort?.postMessage({ verdict });
  } catch (error) {
    parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
}

// Nobody else hears of it in this thread: let it end with the error, which the server is told.
run().catch((error: unknown) =>
  setImmediate(() => {
    throw error;
  }),
);
