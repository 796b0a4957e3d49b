/** Splits a command line as a Unix shell does, without expanding anything. */
export function parseUnixCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && i + 1 < line.length) word += line[++i]!;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && i + 1 < line.length) {
      word = (word ?? '') + line[++i]!;
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** Splits a command line by the rules of the Windows C runtime. */
export function parseWindowsCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let inQuotes = false;
  let backslashes = 0;
  const flush = (): void => {
    if (backslashes > 0) word = (word ?? '') + '\\'.repeat(backslashes);
    backslashes = 0;
  };
  for (const char of line) {
    if (char === '\\') {
      backslashes++;
    } else if (char === '"') {
      const literal = backslashes % 2 === 1;
      word = (word ?? '') + '\\'.repeat(Math.floor(backslashes / 2));
      backslashes = 0;
      if (literal) word += '"';
      else inQuotes = !inQuotes;
    } else {
      flush();
      if (/\s/.test(char) && !inQuotes) {
        if (word !== null) words.push(word);
        word = null;
      } else {
        word = (word ?? '') + char;
      }
    }
  }
  flush();
  if (word !== null) words.push(word);
  return words;
}
