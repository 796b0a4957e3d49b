import * as vscode from 'vscode';
import { code, codeBlock, escape } from '../../../server/src/shared/markdown';

/**
 * A tooltip made of paragraphs. Its parts are shown as text: nothing in them becomes a link, an image or an icon. The result
 * is not trusted, so VS Code would not run a command from it.
 */
export class Tooltip {
  private readonly paragraphs: string[] = [];

  /** Adds a paragraph that begins with a name in bold. */
  title(name: string, rest = ''): this {
    return this.add(`**${escape(name)}**${rest && escape(`: ${rest}`)}`);
  }

  /** Adds a paragraph. Adds nothing if `words` is empty. `value` follows as code. */
  text(words: string, value?: string): this {
    if (words === '') return this;
    return this.add(value === undefined ? escape(words) : `${escape(words)} ${code(value)}`);
  }

  /** Adds names as code, each on its own line after `sign`. `more` returns the text for names beyond `limit`. */
  list(names: readonly string[], limit: number, more: (rest: number) => string, sign = '•'): this {
    for (const name of names.slice(0, limit)) this.add(`${escape(sign)} ${code(name)}`);
    return names.length > limit ? this.text(more(names.length - limit)) : this;
  }

  /** Adds a code block. */
  block(language: string, text: string): this {
    return this.add(codeBlock(language, text.split('\n')));
  }

  /** The tooltip as VS Code expects it. */
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
