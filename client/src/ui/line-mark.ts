import * as vscode from 'vscode';
import { oneLine } from '../../../server/src/shared/plain-text';
import { Tooltip } from './tooltip';

/** How marked lines look. */
export type LineMarkType = vscode.TextEditorDecorationType;

/** A bar beside the line, a mark in the overview ruler, and the text of the mark in the same color of the theme. */
export function lineMarkType(color: string): LineMarkType {
  const themed = new vscode.ThemeColor(color);
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    overviewRulerColor: themed,
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    borderColor: themed,
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    after: { color: themed, margin: '0 0 0 2em', fontStyle: 'normal' },
  });
}

/** A mark of a line: a text after it, and a tooltip that lists names. */
export function lineMark(
  range: vscode.Range,
  text: string,
  names: readonly string[],
  limit: number,
  more: (rest: number) => string,
): vscode.DecorationOptions {
  return {
    range,
    hoverMessage: new Tooltip().title(text).list(names, limit, more, '').markdown,
    renderOptions: { after: { contentText: oneLine(text) } },
  };
}
