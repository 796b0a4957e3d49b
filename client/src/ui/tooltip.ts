import * as vscode from 'vscode';
import { code, codeBlock, escape } from '../../../server/src/shared/markdown';

/**
 * A tooltip of paragraphs. Its parts are text, whatever they hold: nothing in it is a link, an image or an icon. It is
 * not trusted, so that VS Code would run no command from it.
 */
export class Tooltip {
  private readonly paragraphs: string[] = [];

  /** A paragraph that begins with a name in bold. */
  title(name: string, rest = ''): this {
    return this.add(`**${escape(name)}**${rest && escape(`: ${rest}`)}`);
  }

  /** A paragraph; nothing if it is empty. `value` is shown as code after it. */
  text(words: string, value?: string): this {
    if (words === '') return this;
    return this.add(value === undefined ? escape(words) : `${escape(words)} ${code(value)}`);
  }

  /** Names as code, each on a line of its own after its sign; `more` says what is left out. */
  list(names: readonly string[], limit: number, more: (rest: number) => string, sign = '•'): this {
    for (const name of names.slice(0, limit)) this.add(`${escape(sign)} ${code(name)}`);
    return names.length > limit ? this.text(more(names.length - limit)) : this;
  }

  /** Code as a block of its own. */
  block(language: string, text: string): this {
    return this.add(codeBlock(language, text.split('\n')));
  }

  /** As VS Code takes it. */
  get markdown(): vscode.MarkdownString {
    const markdown = new vscode.MarkdownString(this.paragraphs.join('\n\n'));
    markdown.isTrusted = false;
    markdown.supportHtml = false;
    markdown.supportThemeIcons = false;
    return markdown;
  }

  private add(paragraph: string): this {
    this.paragraphs.push(paragraph);
    return this;
  }
}
