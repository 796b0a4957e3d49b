import { parentPort, workerData } from 'node:worker_threads';
import { loadParser } from '../../cmake/syntax/parse';
import { useTranslations } from '../../shared/l10n/translations';
import { checkRenameInProject } from '../../wrapping/rename/check-rename-in-project';
import { evaluatedWorld } from '../../wrapping/why/evaluated-world';
import { parseQuery } from '../../wrapping/why/query';
import { why } from '../../wrapping/why/why';
import type { Question, Questions } from './ask-in-thread';

/** A thread for one question. It answers the one in its `workerData`, or says why it cannot. */
async function run(): Promise<void> {
  const { question, translations } = workerData as { question: Question; translations: unknown };
  useTranslations(translations);
  const parser = await loadParser();
  try {
    parentPort?.postMessage({ answer: answerTo(question, parser) });
  } catch (error) {
    parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
}

function answerTo(
  question: Question,
  parser: Awaited<ReturnType<typeof loadParser>>,
): Questions[keyof Questions]['answer'] {
  switch (question.kind) {
    case 'rename':
      return checkRenameInProject(question.claim, (text) => parser.parseScript(text));
    case 'why': {
      const query = parseQuery(question.text);
      return query && why(query, evaluatedWorld(question.input, { parser, files: question.files }));
    }
  }
}

// Nothing else handles the rejection in this thread. Throwing it again ends the thread, and the server is notified.
run().catch((error: unknown) =>
  setImmediate(() => {
    throw error;
  }),
);
