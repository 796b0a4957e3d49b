import { commandLink, link } from '../../../shared/markdown';
import { commands } from '../../../shared/protocol';

/** What a client can do with the Markdown of a hover. */
export interface HoverFormat {
  /** Links can run the commands of our extension. Otherwise hovers only have links that open a file. */
  commands: boolean;
  /** `$(name)` is shown as an icon. */
  icons: boolean;
}

/** An icon followed by a space. Empty for a client that would show its name as text. */
export const icon = (name: string, { icons }: HoverFormat): string => (icons ? `$(${name}) ` : '');

/** A link that runs a command. Empty for a client without the command. */
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

/** Joins the parts of one line. Empty parts are omitted. */
export const inLine = (...parts: readonly string[]): string => parts.filter(Boolean).join(' · ');
