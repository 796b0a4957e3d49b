import { isWord } from './signatures';
import { type Argument, isComment } from '../tree';

/** Joins the two words of a keyword such as `REGEX REPLACE`, and any comments between them. */
export function joinTwoWordKeywords(
  args: readonly Argument[],
  pairs: readonly (readonly [string, string])[],
): Argument[] {
  if (pairs.length === 0) return [...args];
  const inner = args.map((arg) => insideParentheses(arg, pairs));
  return pairs.reduce<Argument[]>((joined, [first, second]) => join(joined, first, second), inner);
}

function insideParentheses(arg: Argument, pairs: readonly (readonly [string, string])[]): Argument {
  if (arg.kind === 'parenthesized') return { ...arg, args: joinTwoWordKeywords(arg.args, pairs) };
  if (arg.kind !== 'commented' || arg.argument.kind !== 'parenthesized') return arg;
  return { ...arg, argument: { ...arg.argument, args: joinTwoWordKeywords(arg.argument.args, pairs) } };
}

function join(args: readonly Argument[], first: string, second: string): Argument[] {
  if (args.length < 2) return [...args];
  const joined: Argument[] = [];
  let waiting: Argument[] = [];
  for (const arg of args) {
    if (waiting.length === 0) {
      if (isWord(arg, first)) waiting = [arg];
      else joined.push(arg);
    } else if (isComment(arg)) waiting.push(arg);
    else if (isWord(arg, second)) {
      joined.push({ kind: 'twoWords', children: [...waiting, arg] });
      waiting = [];
    } else {
      // As in gersemi, any first word may now begin a keyword: in `REGEX x MATCH`, the last two words are joined.
      for (const one of waiting) joined.push(one);
      waiting = [arg];
    }
  }
  for (const one of waiting) joined.push(one);
  return joined;
}
