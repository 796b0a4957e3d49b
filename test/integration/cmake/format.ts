import type { Message } from '../../../server/src/cmake/runtime/message';
import { isAtLeast, type CMakeVersion } from '../../../server/src/cmake/values/version';

/** The text that CMake prints around a message. */
interface Frame {
  title: string;
  trailer?: string;
}

const ERROR: Frame = { title: 'CMake Error' };
const WARNING: Frame = { title: 'CMake Warning' };
type Frames = Partial<Record<Message['mode'], Frame>>;

const FRAMES: Frames = {
  FATAL_ERROR: ERROR,
  SEND_ERROR: ERROR,
  WARNING,
  AUTHOR_WARNING: forDevelopers('CMake Warning (dev)', 'Use -Wno-dev to suppress it.'),
  POLICY_WARNING: forDevelopers('CMake Warning (dev)', 'Use -Wno-dev to suppress it.'),
  DEPRECATION: { title: 'CMake Deprecation Warning' },
  DEPRECATION_ERROR: { title: 'CMake Deprecation Error' },
};
/** The texts since CMake 4.4. */
const DIAGNOSTIC_FRAMES: Frames = {
  ...FRAMES,
  AUTHOR_WARNING: forDevelopers('CMake Warning (author)', 'Use -Wno-author to suppress it.'),
  POLICY_WARNING: forDevelopers('CMake Warning (policy)', 'Use -Wno-author or -Wno-policy to\nsuppress it.'),
  DEPRECATION: forDevelopers(
    'CMake Warning (deprecated)',
    'Use -Wno-author or -Wno-deprecated\nto suppress it.',
  ),
  DEPRECATION_ERROR: {
    title: 'CMake Error (deprecated)',
    trailer:
      'This error is for project developers.  Use -Wno-error=author or\n-Wno-error=deprecated to suppress it.',
  },
};

function forDevelopers(title: string, advice: string): Frame {
  return { title, trailer: `This warning is for project developers.  ${advice}` };
}

const WIDTH = 77;
const INDENT = '  ';

/** Formats a message like `cmake -P` of a version, and chooses the stream. Files below `home` are named relative to it. */
export function formatMessage(
  message: Message,
  home: string,
  version: CMakeVersion,
): { stream: 'stdout' | 'stderr'; text: string } {
  const { mode, text, stack } = message;
  if (mode === 'NOTICE') return { stream: 'stderr', text: `${text}\n` };
  if (mode === 'STATUS' || mode === 'CHECK') return { stream: 'stdout', text: `-- ${text}\n` };
  const frame = (isAtLeast(version, 4, 4) ? DIAGNOSTIC_FRAMES : FRAMES)[mode];
  if (frame === undefined) return { stream: 'stdout', text: '' };
  const { title, trailer } = frame;
  const [first, ...callers] = stack.map(({ file, line, command }) => {
    const name = file.startsWith(`${home}/`) ? file.slice(home.length + 1) : file;
    return `${name}:${line} (${command})`;
  });
  let result = `${title}${first === undefined ? '' : ` at ${first}`}:\n${formatted(text, isAtLeast(version, 3, 26))}`;
  if (callers.length > 0)
    result += `Call Stack (most recent call first):\n${callers.map((caller) => `  ${caller}\n`).join('')}`;
  if (trailer !== undefined) result += trailer;
  return { stream: 'stderr', text: `${result}\n\n` };
}

/**
 * Keeps lines that begin with a space. Other lines are paragraphs, which are filled to the width. `together`: all lines
 * between two kept ones are filled together, which makes a difference if one of them is empty.
 */
function formatted(text: string, together: boolean): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let result = '';
  for (let i = 0; i < lines.length;) {
    let fixed = '';
    while (lines[i]?.startsWith(' ')) fixed += INDENT + lines[i++]!;
    if (fixed !== '') result += `${fixed}\n`;
    if (i >= lines.length) break;
    let paragraph = lines[i++]!;
    if (together) while (i < lines.length && !lines[i]!.startsWith(' ')) paragraph += `\n${lines[i++]!}`;
    result += `${INDENT}${column(paragraph)}\n`;
  }
  return result;
}

/** Fills text to the width like cmDocumentationFormatter::PrintColumn. Each line break is kept. */
function column(text: string): string {
  const width = WIDTH - INDENT.length;
  let result = '';
  let at = 0;
  let newSentence = false;
  let firstLine = true;
  for (const [, word = '', end = ''] of text.matchAll(/([^ \n]*)(\n| +|$)/g)) {
    if (word === '' && end === '') break;
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
      at += word.length;
    } else {
      result += '\n';
      firstLine = false;
      if (word !== '') result += INDENT + word;
      at = word.length;
      newSentence = word.endsWith('.');
    }
    if (end !== '\n') continue;
    result += '\n';
    newSentence = false;
    firstLine = false;
    at = 0;
  }
  return result;
}
