import { parentPort, workerData } from 'node:worker_threads';
import { readSettings } from '../server/settings';
import { firstNames } from './first-names';

/** The data that the thread is started with. */
export interface FirstNamesData {
  /** The workspace folder. */
  folder: string;
  /** The settings of the section `itkWrapping`, as the client has them. */
  settings: unknown;
}

/**
 * Runs in a thread of the extension, because the server needs longer to start than this needs to read the names. Answers
 * once, with null if there is nothing to show.
 */
async function run({ folder, settings }: FirstNamesData): Promise<void> {
  const { buildDirectory } = readSettings(settings, [folder]);
  parentPort?.postMessage(await firstNames(folder, buildDirectory));
}

run(workerData as FirstNamesData).catch(() => parentPort?.postMessage(null));
