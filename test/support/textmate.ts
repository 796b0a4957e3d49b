import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as oniguruma from 'vscode-oniguruma';
import * as textmate from 'vscode-textmate';

const root = path.resolve(__dirname, '../..');

/** A piece of text and its scopes. */
export interface Token {
  text: string;
  /** The scopes from the outermost on, without that of the file. */
  scopes: string[];
}

/** Colors texts like the editor, with the grammar of this name in `syntaxes/`. */
export async function loadTextMate(name: string): Promise<(text: string) => Token[]> {
  const wasm = createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: () => {
      const file = path.join(root, 'syntaxes', `${name}.tmLanguage.json`);
      return Promise.resolve(textmate.parseRawGrammar(readFileSync(file, 'utf8'), file));
    },
  });
  const grammar = await registry.loadGrammar(`source.${name}`);
  if (!grammar) throw new Error(`syntaxes/${name}.tmLanguage.json has no scope source.${name}`);

  return (text) => {
    let stack = textmate.INITIAL;
    return text.split('\n').flatMap((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      stack = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        scopes: scopes.slice(1).map((scope) => scope.replace(`.${name}`, '')),
      }));
    });
  };
}
