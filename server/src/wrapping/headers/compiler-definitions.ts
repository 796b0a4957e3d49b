/** A definition that a script gives to the compiler. */
export interface CompilerDefinition {
  name: string;
  /** The line of the command, counted from 0. */
  line: number;
  /** To all sources of a directory, to those of one target, or also to those that use the target. */
  of: 'directory' | 'target' | 'interface';
}

const COMMAND =
  /^[ \t]*(add_compile_definitions|add_definitions|add_compile_options|set_property|set_directory_properties|target_compile_definitions)[ \t]*\(([^()#]*)\)/gim;

/** The definitions that commands give, as far as the text shows. */
export function compilerDefinitions(text: string): CompilerDefinition[] {
  const found: CompilerDefinition[] = [];
  for (const match of text.matchAll(COMMAND)) {
    const line = text.slice(0, match.index).split('\n').length - 1;
    const args = (match[2] ?? '').split(/[\s";]+/).filter((arg) => arg !== '');
    for (const [of, written] of definitionsOf(match[1]!.toLowerCase(), args))
      for (const argument of written) {
        const name = /^(?:-D)?([A-Za-z_]\w*)/.exec(argument)?.[1];
        if (name !== undefined) found.push({ name, line, of });
      }
  }
  return found;
}

/** The definitions among the arguments of a command, by whom they are for. */
function definitionsOf(
  command: string,
  args: readonly string[],
): [of: CompilerDefinition['of'], written: readonly string[]][] {
  switch (command) {
    case 'add_compile_options':
      return [['directory', args.filter((arg) => arg.startsWith('-D'))]];
    case 'set_property':
      return args[0] === 'DIRECTORY' ? [['directory', after(args, 'COMPILE_DEFINITIONS')]] : [];
    case 'set_directory_properties':
      return [['directory', after(args, 'COMPILE_DEFINITIONS')]];
    case 'target_compile_definitions':
      return [
        ['target', inScopes(args, ['PRIVATE'])],
        ['interface', inScopes(args, ['PUBLIC', 'INTERFACE'])],
      ];
    default:
      return [['directory', args]];
  }
}

const after = (args: readonly string[], word: string): readonly string[] =>
  args.includes(word) ? args.slice(args.indexOf(word) + 1) : [];

/** The arguments that follow one of these words, up to another one. */
function inScopes(args: readonly string[], scopes: readonly string[]): readonly string[] {
  let scope = '';
  return args.filter((arg) => {
    if (!/^(?:PRIVATE|PUBLIC|INTERFACE)$/.test(arg)) return scopes.includes(scope);
    scope = arg;
    return false;
  });
}
