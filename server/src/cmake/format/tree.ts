/** A script as the formatter sees it: its elements in order, each with the depth of the blocks around it. */
export type Element = CommandElement | CommentsElement | VerbatimElement;

interface Place {
  /** How many blocks are around the element. */
  depth: number;
  /** Whether a blank line separates it from the element before it. */
  afterBlankLine: boolean;
}

export interface CommandElement extends Place {
  kind: 'command';
  /** As written. */
  name: string;
  args: Argument[];
  /** The text between the parentheses. */
  content: string;
  /** The blanks before the name. */
  indentation: string;
  /** Where the name begins, in characters from the start of the text. */
  start: number;
  /** The line comment behind it. */
  comment: Comment | null;
}

/** The comments of one line that has no command. */
export interface CommentsElement extends Place {
  kind: 'comments';
  comments: Comment[];
}

/** What `# gersemi: off` and `# gersemi: on` enclose: the text between the two, without their line ends. */
export interface VerbatimElement extends Place {
  kind: 'verbatim';
  body: string;
}

/** Without the `#`; a bracket comment has its brackets. */
export interface Comment {
  kind: 'lineComment' | 'bracketComment';
  text: string;
}

/** Text as written; a quoted argument is without its quotes. */
export interface TextArgument {
  kind: 'unquoted' | 'quoted' | 'bracket';
  text: string;
}

/** An argument and the comment behind it in the same line. */
export interface CommentedArgument {
  kind: 'commented';
  argument: TextArgument | Parenthesized;
  comment: Comment;
}

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

/** A run of arguments with one role: a keyword with its values, positional arguments, or a keyword with groups of its own. */
export interface Group {
  kind: 'option' | 'oneValue' | 'multiValue' | 'positional' | 'section';
  children: Node[];
}

export type Node = Argument | Group;

export function isComment(node: Node): node is Comment {
  return node.kind === 'lineComment' || node.kind === 'bracketComment';
}

/** Whether a line comment ends the line of this node, or a line inside it. Parentheses keep theirs to themselves. */
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

/** The word that an argument is, to compare it with keywords; null for what cannot be one. */
export function wordOf(node: Node): string | null {
  if (node.kind === 'commented') return wordOf(node.argument);
  return node.kind === 'unquoted' || node.kind === 'quoted' || node.kind === 'bracket' ? node.text : null;
}
