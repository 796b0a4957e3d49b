import type { CodeAction, CodeLens, Hover, InitializeParams, MarkupContent } from 'vscode-languageserver';
import { commands } from '../../shared/protocol';
import { link } from '../../shared/markdown';

/*
 * Runs are started by the extension of VS Code: for other clients, what would run its commands is left out, and its
 * icons, which they would show as `$(play)`.
 */

/** Clients that are known to have no such extension, by the name that they give themselves. */
const OTHERS = /^(?:neovim|vim|coc|emacs|eglot|helix|kate|kakoune|sublime|zed)/i;

/** Whether a client runs this extension's commands. The initialization option `commands` decides, where it is set. */
export function runsCommands({ initializationOptions, clientInfo }: InitializeParams): boolean {
  const { commands: told } = (initializationOptions ?? {}) as { commands?: unknown };
  return typeof told === 'boolean' ? told : !OTHERS.test(clientInfo?.name ?? '');
}

export function plainHover(hover: Hover | null): Hover | null {
  if (!hover) return null;
  const { kind, value } = hover.contents as MarkupContent;
  return { ...hover, contents: { kind, value: plainMarkdown(value) } };
}

/** Lenses that say something; those that only run something are left out. */
export function plainLenses(lenses: readonly CodeLens[]): CodeLens[] {
  return lenses.flatMap(({ range, command }) => {
    if (!command || command.title.startsWith('$(') || command.command === '') return [];
    return [{ range, command: { title: command.title, command: '' } }];
  });
}

/** Actions that change text. */
export function plainActions(actions: readonly CodeAction[]): CodeAction[] {
  return actions.filter(({ command }) => command === undefined);
}

const SHORT_KEY = /`[0-9a-f]+…` \[[^[\]]*\]\(command:[^?)]*\?([^ )]*)(?: [^)]*)?\)/g;
const COMMAND_LINK = /\[([^[\]]*)\]\(command:([^?)]*)\?([^ )]*)(?: [^)]*)?\)/g;
const ICON = /\$\([\w-]+\) ?/g;

/** Keys in full, files as links of their own; links that run something, and icons, are gone. */
export function plainMarkdown(text: string): string {
  const replaced = text
    .replace(SHORT_KEY, (_, args: string) => `\`${firstArgument(args)}\``)
    .replace(COMMAND_LINK, (_, title: string, command: string, args: string) =>
      command === commands.openFile ? link(title, firstArgument(args)) : '',
    )
    .replace(ICON, '');
  return replaced
    .split('\n')
    .map(withoutEmptyParts)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** `a ·  · b` → `a · b`; the two spaces that end a line stay. */
function withoutEmptyParts(line: string): string {
  if (!line.includes(' · ') && !/ ·\s*$/.test(line)) return line;
  const end = / {2}$/.test(line) ? '  ' : '';
  const parts = line.split('·').map((part) => part.trim());
  return parts.filter(Boolean).join(' · ') + end;
}

function firstArgument(args: string): string {
  try {
    const [first] = JSON.parse(decodeURIComponent(args)) as unknown[];
    return typeof first === 'string' ? first : '';
  } catch {
    return '';
  }
}
