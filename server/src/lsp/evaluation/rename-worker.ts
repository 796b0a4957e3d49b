import { parentPort, workerData } from 'node:worker_threads';
import { loadParser } from '../../cmake/syntax/parse';
import { useTranslations } from '../../shared/l10n/translations';
import { checkRenameInProject } from '../../wrapping/rename/check-rename-in-project';
import type { RenameClaim } from '../../wrapping/rename/rename-claim';

/** A thread for one rename. It checks the claim in its `workerData`, and answers with the verdict or with an error. */
async function run(): Promise<void> {
  const { claim, translations } = workerData as { claim: RenameClaim; translations: unknown };
  useTranslations(translations);
  const parser = await loadParser();
  try {
    const verdict = checkRenameInProject(claim, (text) => parser.parseScript(text));
    parentPort?.postMessage({ verdict });
  } catch (error) {
    parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
}

// Nothing else handles the rejection in this thread. Throwing it again ends the thread, and the server is notified.
run().catch((error: unknown) =>
  setImmediate(() => {
    throw error;
  }),
);
