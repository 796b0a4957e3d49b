/** A script as the formatter sees it: its elements in order, each with the depth of the blocks around it. */
export type Element = CommandElement | CommentsElement | VerbatimElement;

interface Place {
  /** The number of blocks around the element. */
  depth: number;
  /** Whether a blank line separates it from the element before it. */
  afterBlankLine: boolean;
}

/** A command with its arguments. */
export interface CommandElement extends Place {
  kind: 'command';
  /** As written in the script. */
  name: string;
  args: Argument[];
  /** The text between the parentheses. */
  content: string;
  /** The blanks before the name. */
  indentation: string;
  /** The position of the name, in characters from the start of the text. */
  start: number;
  /** The line comment after it. */
  comment: Comment | null;
}

/** The comments of a line without a command. */
export interface CommentsElement extends Place {
  kind: 'comments';
  comments: Comment[];
}

/** The text between `# gersemi: off` and `# gersemi: on`, without the line ends at both ends. */
export interface VerbatimElement extends Place {
  kind: 'verbatim';
  body: string;
}

/** A comment without its `#`. A bracket comment has its brackets. */
export interface Comment {
  kind: 'lineComment' | 'bracketComment';
  text: string;
}

/** The text as written. A quoted argument has no quotes. */
export interface TextArgument {
  kind: 'unquoted' | 'quoted' | 'bracket';
  text: string;
}

/** An argument and the comment after it on the same line. */
export interface CommentedArgument {
  kind: 'commented';
  argument: TextArgument | Parenthesized;
  comment: Comment;
}

/** A parenthesis inside an argument list. */
export interface Parenthesized {
  kind: 'parenthesized';
  args: Argument[];
}

export type Argument = TextArgument | Parenthesized | CommentedArgument | Comment | Operation;

/** Arguments that belong together: an operator of a condition with its operands, or a keyword of two words. */
export interface Operation {
  kind: 'unary' | 'binary' | 'twoWords';
  children: Argument[];
}

/** Arguments with one role: a keyword with its values, positional arguments, or a keyword with groups of its own. */
export interface Group {
  kind: 'option' | 'oneValue' | 'multiValue' | 'positional' | 'section';
  children: Node[];
}

export type Node = Argument | Group;

export function isComment(node: Node): node is Comment {
  return node.kind === 'lineComment' || node.kind === 'bracketComment';
}

/** Whether the node, or a line inside it, ends with a line comment. Comments inside parentheses do not count. */
export function hasLineComment(node: Node): boolean {
  switch (node.kind) {
    case 'lineComment':
      return true;
    case 'commented':
      return hasLineComment(node.argument) || node.comment.kind === 'lineComment';
    case 'unary':
    case 'binary':
      return node.children.some(hasLineComment);
    default:
      return false;
  }
}

/** The text of an argument that may be a keyword, or null for anything else. */
export function wordOf(node: Node): string | null {
  if (node.kind === 'commented') return wordOf(node.argument);
  return node.kind === 'unquoted' || node.kind === 'quoted' || node.kind === 'bracket' ? node.text : null;
}
