import type * as vscode from 'vscode';
import { plural } from '../../server/src/shared/plural';
import type { PipelineModel } from './pipeline-model';
import type { Log } from './ui/log';

/** Logs each change of the build that is shown, and how long the first one took. */
export function logBuilds(extension: vscode.ExtensionContext, model: PipelineModel, log: Log): void {
  const started = Date.now();
  const since = (): string => `${Date.now() - started} ms after activation`;
  let shown = '';
  let told: 'nothing' | 'build' | 'states' = 'nothing';
  extension.subscriptions.push(
    model.onDidChange((change) => {
      const now = whatIsShown(model);
      if (change === null && now !== shown && model.shownMeanwhile === null) {
        shown = now;
        log.info(now);
      }
      if (change === null && model.shownMeanwhile === 'names')
        log.info(`Showed the names of ${plural(model.allModules().length, 'module')} ${since()}.`);
      if (model.situation !== 'ready') return;
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
  log.info(
    model.shownMeanwhile
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
