import type * as vscode from 'vscode';
import { LastBuildFile } from './last-build';
import type { PipelineModel } from './pipeline-model';
import { plural } from '../../server/src/shared/plural';
import type { Log } from './ui/log';

/** The delay before the state for the next start is saved, so that startup itself is not slowed down. */
const KEEP_AFTER_MS = 2000;

/** Shows what the sidebar had last time, saves it for the next time, and logs how long the first view took. */
export function rememberBuild(extension: vscode.ExtensionContext, model: PipelineModel, log: Log): void {
  const file = new LastBuildFile(extension.storageUri?.fsPath);
  const started = Date.now();
  const since = (): string => `${Date.now() - started} ms after activation`;
  let timer: NodeJS.Timeout | undefined;
  let shown = '';
  let told: 'nothing' | 'build' | 'states' = 'nothing';
  extension.subscriptions.push(
    { dispose: () => clearTimeout(timer) },
    model.onDidChange((change) => {
      const now = whatIsShown(model);
      if (change === null && now !== shown && !model.isRecalled) {
        shown = now;
        log.info(now);
      }
      if (model.situation !== 'ready') return;
      if (change === null) {
        clearTimeout(timer);
        timer = setTimeout(() => void file.write(model), KEEP_AFTER_MS);
      }
      if (told === 'nothing') {
        told = 'build';
        log.info(
          `Read the build ${since()}: ${plural(model.allModules().length, 'module')}, ${plural(model.allTypes().length, 'type')}.`,
        );
      } else if (told === 'build' && model.allTypes().every(({ state }) => state !== 'unknown')) {
        told = 'states';
        log.info(`Knew all states ${since()}.`);
      }
    }),
  );
  const last = file.read();
  if (last) model.recall(last);
  log.info(
    last
      ? `Showed the build as it was last time ${since()}.`
      : 'No build was shown in this workspace before.',
  );
}

/** The build that is shown, or why none is. */
function whatIsShown({ situation, view }: PipelineModel): string {
  return situation === 'ready' && view.build
    ? `Shows the build ${view.build.dir}.`
    : `Shows no build (${situation}): ${view.message}`;
}
