import path from 'node:path';
import * as vscode from 'vscode';
import {
  changeCounts,
  type ChangedLine,
  changedLinesOfFiles,
  whereNow,
  countsOf,
} from '../../../server/src/shared/diff/instantiation-changes';
import { cut } from '../../../server/src/shared/plain-text';
import { lineMark, type LineMarkType, lineMarkType } from '../ui/line-mark';
import type { Comparison } from './comparison';

/** Longer names of branches would push the text out of sight. */
const NAME_LIMIT = 40;
const NAMES_SHOWN = 12;

type Sign = 'added' | 'removed' | 'changed';

/**
 * Marks the lines of open `.wrap` files whose instantiations differ from the base: `+4 −0 since main` after the line, a bar beside
 * it and a mark in the overview ruler, in the colors of git.
 */
export class LineMarks implements vscode.Disposable {
  private readonly types: Record<Sign, LineMarkType> = {
    added: lineMarkType('gitDecoration.addedResourceForeground'),
    removed: lineMarkType('gitDecoration.deletedResourceForeground'),
    changed: lineMarkType('gitDecoration.modifiedResourceForeground'),
  };
  private readonly subscriptions: vscode.Disposable[];
  private lines = new Map<string, ChangedLine[]>();
  private shown: object | null = null;

  constructor(private readonly comparison: Comparison) {
    this.subscriptions = [
      ...Object.values(this.types),
      comparison.onDidChange(() => this.read()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.draw()),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private read(): void {
    const { report } = this.comparison;
    // VS Code moves the marks with the lines while a file is edited.
    if (report === this.shown) return;
    this.shown = report;
    this.lines = new Map(
      report &&
        [...changedLinesOfFiles(report)].map(([file, lines]): [string, ChangedLine[]] => [
          vscode.Uri.file(path.join(report.top, file)).toString(),
          lines,
        ]),
    );
    this.draw();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      if (!document.fileName.endsWith('.wrap')) continue;
      const found = this.lines.get(document.uri.toString()) ?? [];
      const marks: Record<Sign, vscode.DecorationOptions[]> = { added: [], removed: [], changed: [] };
      const texts = document.getText().split(/\r?\n/);
      for (const line of found) {
        const at = whereNow(line, texts);
        if (at === null) continue;
        marks[signOf(line)].push(
          lineMark(document.lineAt(at).range, this.textOf(line), namesOf(line), NAMES_SHOWN, andMore),
        );
      }
      for (const sign of ['added', 'removed', 'changed'] as const)
        editor.setDecorations(this.types[sign], marks[sign]);
    }
  }

  private textOf(line: ChangedLine): string {
    const revision = cut(this.comparison.report?.revision ?? '', NAME_LIMIT);
    return vscode.l10n.t('{0} since {1}', changeCounts(countsOf(line)), revision);
  }
}

function signOf(line: ChangedLine): Sign {
  const { added, removed, changed } = countsOf(line);
  if (changed > 0 || (added > 0 && removed > 0)) return 'changed';
  return added > 0 ? 'added' : 'removed';
}

/** The instantiations of a line, each with its sign. */
const namesOf = ({ added, removed, changed }: ChangedLine): string[] => [
  ...added.map(({ cppType }) => `+ ${cppType}`),
  ...removed.map(({ cppType }) => `− ${cppType}`),
  ...changed.map(({ cppType, before }) => `~ ${before} → ${cppType}`),
];

const andMore = (rest: number): string => vscode.l10n.t('… and {0} more', rest);
