import { commandLink, link } from '../../../shared/markdown';
import { commands } from '../../../shared/protocol';

/** What a client can do with the Markdown of a hover. */
export interface HoverFormat {
  /** Links run the commands of our extension. Without it, hovers have no such links, but for those that open a file. */
  commands: boolean;
  /** `$(name)` is drawn as an icon. */
  icons: boolean;
}

/** An icon with the space that follows it; nothing for a client that would show its name. */
export const icon = (name: string, { icons }: HoverFormat): string => (icons ? `$(${name}) ` : '');

/** A link that runs a command; nothing for a client that has no such command. */
export function action(
  title: string,
  command: string,
  args: readonly unknown[],
  format: HoverFormat,
): string {
  return format.commands ? commandLink(title, command, args) : '';
}

/** A link that opens a file. */
export function openLink(title: string, uri: string, format: HoverFormat): string {
  return format.commands ? commandLink(title, commands.openFile, [uri]) : link(title, uri);
}

/** What there is to say on one line. Empty parts are left out. */
export const inLine = (...parts: readonly string[]): string => parts.filter(Boolean).join(' · ');
