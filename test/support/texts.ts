import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A text in a source file, with its line, counted from 1. */
export interface SourceText {
  text: string;
  line: number;
}

/** The texts of a source file. */
export interface SourceTexts {
  /** What `l10n.t` is given, with the number of arguments that follow, and whether it runs when the module is loaded. */
  translated: (SourceText & { args: number; early: boolean })[];
  /** Calls of `l10n.t` whose text is not a literal: nobody can translate it. */
  composed: SourceText[];
  /** Literals with words, outside of `l10n.t`. `{…}` stands for the expressions of a template. */
  others: SourceText[];
}

/** Reads the texts of a source file. */
export function textsOf(file: string): SourceTexts {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: SourceTexts = { translated: [], composed: [], others: [] };
  visit(source);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText(source))) {
      const [first, ...args] = node.arguments;
      if (first && ts.isStringLiteralLike(first))
        found.translated.push({
          ...at(first, first.text),
          args: args.length,
          early: ts.findAncestor(node, ts.isFunctionLike) === undefined,
        });
      else found.composed.push(at(node, node.getText(source)));
      args.forEach(visit);
      return;
    }
    if (ts.isStringLiteralLike(node)) addOther(node, node.text);
    if (ts.isTemplateExpression(node))
      addOther(node, node.head.text + node.templateSpans.map(({ literal }) => `{…}${literal.text}`).join(''));
    ts.forEachChild(node, visit);
  }

  function addOther(node: ts.Node, text: string): void {
    if (WORDS.test(text) && !isForDevelopers(node)) found.others.push(at(node, text));
  }

  function at(node: ts.Node, text: string): SourceText {
    return { text, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 };
  }
}

/** Two words, one of them after a space, or a word beside an expression. */
const WORDS = /[a-z]{2,}[,:]? [a-z]{2,}|^[A-Z][a-z]+ \{|\{…\} [a-z]{2,}|[a-z]{2,}:? \{…\}/;

/** Parts of a rule that docs/diagnostics.md and the settings have, internal errors, and names of background work for the log. */
function isForDevelopers(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) {
    if (parent.name === node) return true;
    if (/^(?:summary|documentation|repair)$/.test(parent.name.getText())) return true;
  }
  if (ts.isNewExpression(parent) && parent.expression.getText() === 'Error') return true;
  return (
    ts.isCallExpression(parent) && /(?:^|\.)(?:log|work|background|run)$/.test(parent.expression.getText())
  );
}
