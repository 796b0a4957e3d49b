// Rules that keep text text. eslint.config.mjs lists the files that they apply to.

/**
 * Text from a build, a file or a tool must be shown as text everywhere. Only the helpers below may pass it to VS Code. Each
 * rule is a selector and what to use instead.
 */
export const rawInterface = [
  ['MemberExpression[property.name=/^show(Information|Warning|Error)Message$/]', 'ui/notify.ts'],
  [
    'MemberExpression[property.name=/^(withProgress|setStatusBarMessage)$/]:not(CallExpression > Identifier)',
    'ui/notify.ts',
  ],
  [
    'MemberExpression[property.name=/^(showQuickPick|createQuickPick|showInputBox|createInputBox)$/]',
    'ui/pick.ts',
  ],
  ["MemberExpression[property.name='createOutputChannel']", 'ui/log.ts'],
  ["NewExpression[callee.property.name='MarkdownString']", 'ui/tooltip.ts'],
  ["NewExpression[callee.property.name='TreeItem']", 'ui/tree-item.ts'],
  ['NewExpression[callee.property.name=/^(FileDecoration|Diagnostic|CompletionItem)$/]', 'ui/annotations.ts'],
  [
    'AssignmentExpression[left.property.name=/^(text|label|title|description|message|tooltip|placeholder|prompt|documentation|accessibilityInformation)$/]',
    'the helpers of ui/',
  ],
  // An alias would bypass all the rules above.
  ["VariableDeclarator[id.type='ObjectPattern'][init.name='vscode']", 'vscode.… in full'],
  ["VariableDeclarator[init.object.name='vscode'][init.property.name='window']", 'vscode.window.… in full'],
  [
    "ImportDeclaration[source.value='vscode'][importKind!='type'] > ImportSpecifier",
    "import * as vscode from 'vscode'",
  ],
].map(([selector, instead]) => ({
  selector,
  message: `Text that is shown goes through a helper, so that it stays text: use ${instead}.`,
}));

/** Markdown that is assembled by hand. */
export const rawMarkdown = {
  selector:
    'TemplateElement[value.cooked=/\\]\\(|!\\[|^\\s*```/], Literal[value=/\\]\\(|!\\[|^\\s*```/]:not([regex])',
  message: 'Markdown is written by shared/markdown.ts: link, commandLink, code, codeBlock, escape.',
};

/** Printing without the helper that keeps control sequences away from the terminal. */
export const rawOutput = [
  "CallExpression[callee.object.property.name=/^(stdout|stderr)$/][callee.property.name='write']",
  "CallExpression[callee.object.computed=true][callee.object.object.name='process'][callee.property.name='write']",
  "MemberExpression[object.name='console']",
].map((selector) => ({
  selector,
  message: 'The commands print through cli/terminal/output.ts, which lets nothing act on a terminal.',
}));
