import * as vscode from 'vscode';
import type { Situation } from '../../../server/src/shared/protocol';
import { countHits, needsRepair } from '../../../server/src/shared/states/counts';
import type { PipelineModel } from '../pipeline-model';
import { progressText, type Runs } from '../tasks/runs';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import { drawStatusItem, type StatusText } from '../ui/status-item';

/** The delay before counting again. The first scan changes hundreds of states. */
const SETTLE_MS = 100;

/**
 * The status bar item. It shows how many types hit, how many modules lack something, and what is running. A click opens a
 * menu.
 */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'itkWrapping.status',
    vscode.StatusBarAlignment.Left,
    5,
  );
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly model: PipelineModel,
    private readonly runs: Runs,
  ) {
    this.item.name = 'ITK Wrapping';
    this.item.command = 'itkWrapping.menu';
    this.subscription = vscode.Disposable.from(
      model.onDidChange(() => this.later()),
      runs.onDidChange(() => this.later()),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.item.dispose();
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, SETTLE_MS);
  }

  private draw(): void {
    const { situation } = this.model;
    const [run, ...queued] = this.runs.all;
    if (situation === 'no-folder' && !run) return this.item.hide();
    const shown = situation === 'ready' ? this.health() : withoutBuild(situation, this.model.view.message);
    const how = run && progressText(run);
    const others = plural(
      queued.length,
      vscode.l10n.t('1 run queued'),
      vscode.l10n.t('{0} runs queued', queued.length),
    );
    drawStatusItem(
      this.item,
      run
        ? {
            ...shown,
            warnings: 0,
            icon: 'sync~spin',
            text: [run.title, how, queued.length > 0 ? others : ''].filter(Boolean).join(' · '),
          }
        : shown,
    );
    this.item.show();
  }

  private health(): StatusText {
    const { problems } = this.model.view;
    const types = this.model.allTypes();
    const hits = countHits(types);
    const stale = types.filter(({ xmlState }) => xmlState === 'stale').length;
    const outdated = types.filter(({ swigState }) => swigState === 'stale').length;
    const outdatedText = plural(
      outdated,
      vscode.l10n.t('SWIG has to run again for 1 type.'),
      vscode.l10n.t('SWIG has to run again for {0} types.', outdated),
    );
    const lacking = this.model.allModules().filter(needsRepair);
    const staleText = plural(
      stale,
      vscode.l10n.t('1 XML file is stale.'),
      vscode.l10n.t('{0} XML files are stale.', stale),
    );
    return {
      icon: 'package',
      text: vscode.l10n.t('ITK {0}/{1} hit', hits, types.length),
      warnings: lacking.length + problems.length,
      tooltip: [
        plural(
          types.length,
          vscode.l10n.t('{0} of 1 CastXML run is in the cache.', hits),
          vscode.l10n.t('{0} of {1} CastXML runs are in the cache.', hits, types.length),
        ),
        ...(stale > 0 ? [staleText] : []),
        ...(outdated > 0 ? [outdatedText] : []),
        ...problems.map((problem) => problem.message),
        ...lacking.map((module) => `${module.name}: ${module.stateLabel}`),
        vscode.l10n.t('Click to show actions.'),
      ].join('\n'),
    };
  }
}

function withoutBuild(situation: Situation, message: string): StatusText {
  switch (situation) {
    case 'searching':
      return { icon: 'sync~spin', text: vscode.l10n.t('ITK: looking for a build'), tooltip: message };
    case 'build-moved':
      return {
        icon: 'package',
        text: vscode.l10n.t('ITK: the build was moved'),
        warnings: 1,
        tooltip: message,
      };
    case 'build-damaged': {
      const text = vscode.l10n.t('ITK: CMakeCache.txt is damaged');
      return { icon: 'package', text, warnings: 1, tooltip: message };
    }
    default:
      return { icon: 'package', text: vscode.l10n.t('ITK: no build'), tooltip: message };
  }
}
