import type { Argument, Command, Statement } from '../../../cmake/syntax/ast';
import { CLOSING, CONTENT, OPENING, SIMPLE } from '../class-frames';
import type { ScriptContext } from '../rule';

/** Two templates of one class with the same mangle. */
export interface RepeatedTemplate {
  first: Command;
  second: Command;
  /** The mangle of the second template. */
  mangle: Argument;
  /** Whether both have the same C++ type, as far as the text shows. */
  sameType: boolean;
}

/** The repeated templates of a script, unless a variable in the mangle may change between the two. */
export function repeatedTemplates({ script }: ScriptContext): RepeatedTemplate[] {
  const found: RepeatedTemplate[] = [];
  walk(script.statements);
  return found;

  function walk(statements: readonly Statement[]): void {
    let seen = new Map<string, Command>();
    for (const statement of statements) {
      if (statement.kind === 'block') {
        for (const { body } of statement.branches) walk(body);
        // A block may set any variable, so composed names are unknown after it.
        seen = new Map([...seen].filter(([mangle]) => !mangle.includes('${')));
        continue;
      }
      const name = statement.name.toLowerCase();
      const [mangle] = statement.args;
      if (OPENING.test(name) || SIMPLE.test(name) || name === CLOSING) seen = new Map();
      else if (name === 'itk_wrap_template' && mangle) {
        const first = seen.get(mangle.text);
        if (first === undefined) seen.set(mangle.text, statement);
        else
          found.push({
            first,
            second: statement,
            mangle,
            sameType: spaceless(first.args[1]) === spaceless(statement.args[1]),
          });
      } else if (!CONTENT.test(name)) seen = new Map([...seen].filter(([text]) => !text.includes('${')));
    }
  }
}

const spaceless = (argument: Argument | undefined): string => argument?.text.replace(/\s+/g, '') ?? '';
