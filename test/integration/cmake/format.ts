import type { Message } from '../../../server/src/cmake/host';

const TITLES: Partial<Record<Message['mode'], string>> = {
  FATAL_ERROR: 'CMake Error',
  SEND_ERROR: 'CMake Error',
  WARNING: 'CMake Warning',
  AUTHOR_WARNING: 'CMake Warning (dev)',
  DEPRECATION: 'CMake Deprecation Warning',
};
const WIDTH = 77;
const INDENT = '  ';

/** A message as `cmake -P` prints it, and where to. Files below `home` are named relative to it. */
export function formatMessage(message: Message, home: string): { stream: 'stdout' | 'stderr'; text: string } {
  const { mode, text, stack } = message;
  if (mode === 'NOTICE') return { stream: 'stderr', text: `${text}\n` };
  if (mode === 'STATUS' || mode === 'CHECK') return { stream: 'stdout', text: `-- ${text}\n` };
  const title = TITLES[mode];
  if (title === undefined) return { stream: 'stdout', text: '' };
  const [first, ...callers] = stack.map(({ file, line, command }) => {
    const name = file.startsWith(`${home}/`) ? file.slice(home.length + 1) : file;
    return `${name}:${line} (${command})`;
  });
  let result = `${title}${first === undefined ? '' : ` at ${first}`}:\n${formatted(text)}`;
  if (callers.length > 0)
    result += `Call Stack (most recent call first):\n${callers.map((caller) => `  ${caller}\n`).join('')}`;
  if (mode === 'AUTHOR_WARNING')
    result += 'This warning is for project developers.  Use -Wno-dev to suppress it.';
  return { stream: 'stderr', text: `${result}\n\n` };
}

/** Lines that begin with a space stand as they are; others are paragraphs, filled to the width. */
function formatted(text: string): string {
  const lines = text.split('\n');
  const endsOpen = lines[lines.length - 1] === '';
  if (endsOpen) lines.pop();
  let result = '';
  for (let i = 0; i < lines.length;) {
    let fixed = '';
    while (i < lines.length && lines[i]!.startsWith(' ')) {
      const closed = i < lines.length - 1 || endsOpen;
      fixed += lines[i++]! + (closed ? '\n' : '');
    }
    if (fixed !== '')
      result +=
        fixed
          .split('\n')
          .map((line) => (line === '' ? '' : INDENT + line))
          .join('\n') + '\n';
    if (i >= lines.length) break;
    const closed = i < lines.length - 1 || endsOpen;
    result += `${INDENT}${column(lines[i++]!, closed)}\n`;
  }
  return result;
}

function column(paragraph: string, closed: boolean): string {
  const width = WIDTH - INDENT.length;
  let result = '';
  let at = 0;
  let newSentence = false;
  let firstLine = true;
  const words = paragraph.split(/ +/);
  for (const [index, word] of words.entries()) {
    const isLast = index === words.length - 1;
    if (word === '' && !isLast) continue;
    if (word.length < width - at - (newSentence ? 1 : 0)) {
      if (word !== '') {
        if (at > 0) {
          result += newSentence ? '  ' : ' ';
          at += newSentence ? 2 : 1;
        } else if (!firstLine) {
          result += INDENT;
        }
        result += word;
        newSentence = word.endsWith('.');
      }
      if (isLast && closed) {
        result += '\n';
        newSentence = false;
        at = 0;
        firstLine = false;
      } else {
        at += word.length;
      }
    } else {
      result += '\n';
      firstLine = false;
      if (word !== '') {
        result += INDENT + word;
        at = word.length;
        newSentence = word.endsWith('.');
      } else {
        at = 0;
      }
      if (isLast && closed) result += '\n';
    }
  }
  return result;
}
