import type { Hover, MarkupContent } from 'vscode-languageserver';

/** A hover for clients that show plain text instead of Markdown. */
export function plainTextHover(hover: Hover | null): Hover | null {
  if (!hover) return null;
  const { value } = hover.contents as MarkupContent;
  return { ...hover, contents: { kind: 'plaintext', value: plainText(value) } };
}

/**
 * Removes the marks from our own Markdown: links become their titles, and code stays. It handles what this server writes,
 * not all of Markdown.
 */
export function plainText(markdown: string): string {
  return markdown
    .split('\n')
    .filter((line) => !/^```/.test(line))
    .map(plainLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function plainLine(line: string): string {
  if (/^(?:---+|\|[-| :]+\|)$/.test(line)) return '';
  return line
    .replace(/^#{1,6} /, '')
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/\*\*([^*]*)\*\*/g, '$1')
    .replace(/(^|[^\\*])\*([^*\\]+)\*/g, '$1$2')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/\\([\\`*_{}[\]()<>#+\-.!|&~])/g, '$1')
    .trimEnd();
}
