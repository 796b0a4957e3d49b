import type { KeywordSet, Signature } from './signatures/signatures';
import { type Comment, type Group, isComment, type Node } from './tree';

/**
 * Splits the arguments of a command into groups by its keywords. `command` is the signature of the command itself.
 * `signature` is the one that applies here: that of its first argument, or of one of its sections.
 */
export function groupArguments(command: Signature, signature: Signature, args: readonly Node[]): Node[] {
  return formSections(signature, splitByFirst(command, signature, args), (group) =>
    asSection(command, signature, group),
  );
}

/** The number of values in a node, which decides whether a group is long. */
export function groupSize(node: Node): number {
  switch (node.kind) {
    case 'positional':
      return node.children.length;
    case 'oneValue':
    case 'multiValue':
      return node.children.length - 1;
    case 'section':
      return Math.max(node.children.length - 1, largest(node.children));
    default:
      return 0;
  }
}

function largest(nodes: readonly Node[]): number {
  let size = 0;
  for (const node of nodes) size = Math.max(size, groupSize(node));
  return size;
}

const positional = (children: Node[]): Group => ({ kind: 'positional', children });

/** If a command has several signatures, its first argument is a group of its own, unless it is a keyword. */
function splitByFirst(command: Signature, signature: Signature, args: readonly Node[]): Node[] {
  if (command.signatures.length === 0) return split(signature, args);
  const [first, ...rest] = args;
  if (!first) return [];
  // Only plain text counts here: a keyword with a comment is not recognized.
  const word = 'text' in first ? first.text : null;
  if (word !== null && keywordSets(signature).some((set) => set.has(word))) return split(signature, args);
  return [positional([first]), ...split(signature, rest)];
}

const keywordSets = ({ options, oneValue, multiValue }: Signature): KeywordSet[] => [
  options,
  oneValue,
  multiValue,
];

function split(signature: Signature, args: readonly Node[]): Node[] {
  const { front, back } = signature;
  const main = back > 0 ? args.slice(0, -back) : args;
  const end = back > 0 ? [positional(args.slice(-back))] : [];
  const sets = keywordSets(signature);
  const found = main.findIndex((arg) => sets.some((set) => set.matches(arg)));
  const first = found < 0 ? main.length : found;
  const beforeKeywords = main.slice(0, first);
  const groups: Node[] = beforeKeywords.slice(0, front).map((arg) => positional([arg]));
  if (beforeKeywords.length > front) groups.push(positional(beforeKeywords.slice(front)));
  for (const group of splitByKeywords(signature, main.slice(first))) groups.push(group);
  return [...groups, ...end];
}

function splitByKeywords({ options, oneValue, multiValue }: Signature, args: readonly Node[]): Node[] {
  const groups: Node[] = [];
  let current: Group = { kind: 'multiValue', children: [] };
  /** Comments that belong to the group if a value follows. Otherwise they come after the group. */
  let comments: Comment[] = [];
  const flush = (): void => {
    if (current.children.length > 0) groups.push(current);
    // gersemi loses a comment without text, and then refuses the file.
    for (const comment of comments) if (comment.text !== '') groups.push(comment);
    comments = [];
    current = { kind: current.kind, children: [] };
  };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (isComment(arg)) comments.push(arg);
    else if (options.matches(arg)) {
      flush();
      groups.push({ kind: 'option', children: [arg] });
    } else if (oneValue.matches(arg)) {
      flush();
      const from = at++;
      while (at < args.length && isComment(args[at]!)) at++;
      groups.push({ kind: 'oneValue', children: args.slice(from, at + 1) });
    } else if (multiValue.matches(arg)) {
      flush();
      current = { kind: 'multiValue', children: [arg] };
    } else {
      if (current.children.length === 0) current = positional([]);
      for (const comment of comments) current.children.push(comment);
      comments = [];
      current.children.push(arg);
    }
  }
  flush();
  return groups;
}

/** Turns a keyword that has keywords of its own into a section, and groups its values. */
function asSection(command: Signature, signature: Signature, group: Node): Node {
  if (group.kind !== 'multiValue') return group;
  const [keyword, ...values] = group.children;
  const section = sectionOf(signature, keyword);
  if (!section) return group;
  const children = [keyword!];
  for (const part of groupArguments(command, section, values)) {
    if (part.kind !== 'positional') children.push(part);
    else for (const child of part.children) children.push(child);
  }
  return { kind: 'section', children };
}

function sectionOf({ sections }: Signature, keyword: Node | undefined): Signature | null {
  return sections.find(([set]) => set.matches(keyword))?.[1] ?? null;
}

/** Adds groups to the section before them if their keywords belong to it. */
function formSections(
  signature: Signature,
  groups: readonly Node[],
  sectionFor: (group: Node) => Node,
): Node[] {
  if (signature.sections.length === 0) return [...groups];
  const result: Node[] = [];
  let section: Signature | null = null;
  for (const plain of groups) {
    const group = sectionFor(plain);
    const last = result[result.length - 1];
    const keyword = firstOf(group);
    if (last && 'children' in last && section && keywordSets(section).some((set) => set.matches(keyword))) {
      (last.children as Node[]).push(group);
      continue;
    }
    section = sectionOf(signature, keyword);
    result.push(group);
  }
  return result;
}

function firstOf(group: Node): Node | undefined {
  return 'children' in group ? group.children[0] : undefined;
}
