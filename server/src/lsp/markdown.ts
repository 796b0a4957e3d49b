/** Text that stands for itself in Markdown: file names and C++ types are not markup. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~$]/g, '\\$&');
}

/** Comments of CMake code, as they were laid out. */
export function asMarkdown(comment: string): string {
  return escape(comment)
    .split('\n')
    .map((line) => line.replace(/^ {4,}/, '   '))
    .join('  \n');
}

/** Inline code, also of text that has backticks. */
export function code(text: string): string {
  const clean = text.replace(/[\r\n]+/g, ' ');
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${clean} ${fence}` : `${fence}${clean}${fence}`;
}

/** Lines of a language as a block of their own, coloured as the editor colours it. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const clean = lines.map((line) => line.replace(/[\r\n]+/g, ' '));
  const longest = Math.max(
    2,
    ...clean.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...clean, fence].join('\n');
}

/** A link that runs a command of the editor. Clients that trust no command links show the words alone. */
export function commandLink(
  title: string,
  command: string,
  args: readonly unknown[],
  tooltip?: string,
): string {
  const query = encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (mark) =>
    mark === '(' ? '%28' : '%29',
  );
  return `[${title}](command:${command}?${query}${tooltip ? ` "${tooltip}"` : ''})`;
}
