import { flat, manyLines, oneLine } from './plain-text';

/*
 * Markdown for hovers, completions and tooltips. Text from outside goes in only through `escape`, `asMarkdown`, `code` and
 * `codeBlock`, so that only `link` and `commandLink` write `](` and `![`.
 */

/** The maximum number of lines in a code block. */
const BLOCK_LINES = 200;
/** The maximum length of a link target. A longer one is neither a file nor a type, and only the title is shown. */
const ADDRESS_LIMIT = 8000;

/** Escapes one line of text for Markdown, so that file names and C++ types are not markup. */
export function escape(text: string): string {
  return (
    flat(text)
      .replace(/[\\`*_{}[\]()#+!|<>~$&@]/g, '\\$&')
      // Editors look for icons after they have removed the escapes.
      .replace(/\\\$(?=\\\()/g, '$&\u200b')
      // Prevents an address from becoming a link.
      .replace(/:(?=\/\/)/g, ':\\')
      .replace(/\bwww(?=\.)/gi, '$&\\')
      // At the beginning of a line these make lists, rules and headings.
      .replace(/^(\s*)([-=])/, '$1\\$2')
      .replace(/^(\s*\d+)(?=[.)])/, '$1\\')
  );
}

/** Markdown for the comments of CMake code. Lines that were only broken because they were full are joined. */
export function asMarkdown(comment: string): string {
  const lines = manyLines(comment).split('\n');
  return lines
    .map((line, index) => {
      const isBroken = line.length >= FULL_LINE && /^[A-Za-z"'`(]/.test(lines[index + 1] ?? '');
      const end = index === lines.length - 1 ? '' : isBroken ? ' ' : '  \n';
      return escape(line).replace(/^ {4,}/, '   ') + end;
    })
    .join('');
}

/** A line of a comment that is at least this long was broken because it was full. ITK breaks them before 80 characters. */
const FULL_LINE = 55;

/** Inline code. The text may contain backticks. */
export function code(text: string): string {
  const clean = oneLine(text);
  const fence = '`'.repeat(longestRun(clean) + 1);
  return fence.length > 1 ? `${fence} ${clean} ${fence}` : `${fence}${clean}${fence}`;
}

/** A code block, which the editor colors as this language. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const clean = lines.slice(0, BLOCK_LINES).map((line) => oneLine(line));
  const fence = '`'.repeat(Math.max(2, ...clean.map(longestRun)) + 1);
  return [`${fence}${language}`, ...clean, fence].join('\n');
}

const longestRun = (text: string): number =>
  Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));

/**
 * A link to a file.
 * @param uri as VS Code writes it, so without parentheses and spaces
 */
export function link(title: string, uri: string): string {
  if (uri.length > ADDRESS_LIMIT) return escape(title);
  return `[${escape(title)}](${uri.replace(/[()<>\s]/g, (mark) => `%${mark.charCodeAt(0).toString(16).padStart(2, '0')}`)})`;
}

/**
 * A link that runs a command of the editor. Clients that do not trust command links show only the words.
 * @param title our own words, which may contain icons
 */
export function commandLink(
  title: string,
  command: string,
  args: readonly unknown[],
  tooltip?: string,
): string {
  const json = JSON.stringify(args);
  if (json.length > ADDRESS_LIMIT) return title;
  const query = encodeURIComponent(json).replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29'));
  const hint = tooltip === undefined ? '' : ` "${oneLine(tooltip).replace(/["\\()[\]]/g, '')}"`;
  return `[${title}](command:${command}?${query}${hint})`;
}
