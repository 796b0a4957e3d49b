import type { Argument, Element } from './tree';

/** Whether two scripts have the same commands, arguments and comments. Blanks and line breaks between them do not count. */
export function sameContent(a: readonly Element[], b: readonly Element[]): boolean {
  return a.length === b.length && a.every((element, n) => sameElement(element, b[n]!));
}

function sameElement(a: Element, b: Element): boolean {
  const [left, right] = [contentOf(a), contentOf(b)];
  return left.length === right.length && left.every((word, n) => word === right[n]);
}

/** The parts of an element that are compared, in order. */
function contentOf(element: Element): string[] {
  const content: string[] = [`${element.kind} ${element.depth}`];
  if (element.kind === 'verbatim') content.push(element.body);
  else if (element.kind === 'comments')
    for (const { kind, text } of element.comments) content.push(kind, text);
  else {
    content.push(element.name.toLowerCase());
    addArguments(element.args, content);
    if (element.comment) content.push('comment', element.comment.text);
  }
  return content;
}

function addArguments(args: readonly Argument[], content: string[]): void {
  for (const arg of args) addArgument(arg, content);
}

function addArgument(arg: Argument, content: string[]): void {
  content.push(arg.kind);
  if ('text' in arg) content.push(arg.text);
  else if (arg.kind === 'commented') {
    addArgument(arg.argument, content);
    content.push(arg.comment.kind, arg.comment.text);
  } else {
    addArguments('args' in arg ? arg.args : arg.children, content);
    content.push('end');
  }
}
