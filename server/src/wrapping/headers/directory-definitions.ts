/** A definition that a script adds to a directory. */
export interface DirectoryDefinition {
  name: string;
  /** The line of the command, counted from 0. */
  line: number;
}

const COMMAND = /^[ \t]*(add_compile_definitions|add_definitions)[ \t]*\(([^()#]*)\)/gim;

/** The definitions that `add_compile_definitions()` and `add_definitions()` give to the sources of a directory, as far as the text shows. */
export function directoryDefinitions(text: string): DirectoryDefinition[] {
  const found: DirectoryDefinition[] = [];
  for (const match of text.matchAll(COMMAND)) {
    const line = text.slice(0, match.index).split('\n').length - 1;
    for (const argument of (match[2] ?? '').split(/\s+/)) {
      const name = /^"?(?:-D)?([A-Za-z_]\w*)/.exec(argument)?.[1];
      if (name !== undefined) found.push({ name, line });
    }
  }
  return found;
}
