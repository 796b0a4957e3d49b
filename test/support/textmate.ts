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

/** Colors texts of a language like the editor, with the grammars that package.json contributes. */
export async function loadTextMate(language: string): Promise<(text: string) => Token[]> {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    contributes: { grammars: { language: string; scopeName: string; path: string }[] };
  };
  const { grammars } = manifest.contributes;
  const wasm = createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      const contributed = grammars.find(({ scopeName }) => scopeName === scope);
      if (!contributed) return Promise.resolve(null);
      const file = path.join(root, contributed.path);
      return Promise.resolve(textmate.parseRawGrammar(readFileSync(file, 'utf8'), file));
    },
  });
  const scope = grammars.find((one) => one.language === language)?.scopeName ?? '';
  const grammar = await registry.loadGrammar(scope);
  if (!grammar) throw new Error(`package.json has no grammar for ${language}.`);

  return (text) => {
    let stack = textmate.INITIAL;
    return text.split('\n').flatMap((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      stack = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        scopes: scopes.slice(1).map((scope) => scope.replace(/\.(?:itk-wrap|castxml-inc)$/, '')),
      }));
    });
  };
}
