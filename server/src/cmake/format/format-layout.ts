import { groupArguments, groupSize } from './groups';
import { groupOperators } from './conditions';
import type { FormatOptions } from './options';
import type { Signature, ValueLayout } from './signatures/signatures';
import { indentLines, trimLeft, widthOf } from './text';
import {
  type Argument,
  type Group,
  hasLineComment,
  isComment,
  type Node,
  type Operation,
  type Parenthesized,
} from './tree';
import { joinTwoWordKeywords } from './signatures/two-word-keywords';

/**
 * Lays out a command whose parameters are known. It stays on one line if it fits and its groups are short. Otherwise its
 * arguments get lines of their own. `signature` is null for conditions, which are grouped by their operators. The result has
 * no line end.
 */
export function layOutCommand(
  name: string,
  signature: Signature | null,
  args: readonly Argument[],
  depth: number,
  options: FormatOptions,
): string {
  return new CommandLayout(signature, args, options).command(name, depth);
}

/** More arguments than this never share a line, unless each of them is a group of its own. */
const MOST_IN_LINE = 4;

class CommandLayout {
  private readonly args: readonly Argument[];
  /** The signature that the first argument selects. */
  private readonly signature: Signature | null;
  private readonly indentUnit: string;
  private readonly indentWidth: number;

  constructor(
    private readonly ownSignature: Signature | null,
    args: readonly Argument[],
    private readonly options: FormatOptions,
  ) {
    this.args = ownSignature ? joinTwoWordKeywords(args, ownSignature.pairs) : groupOperators(args);
    this.signature = ownSignature && chosenSignature(ownSignature, this.args);
    const { indent } = options;
    this.indentUnit = indent === 'tabs' ? '\t' : ' '.repeat(indent);
    // With tabs, nothing is put right after an opening parenthesis or an operator to save an indentation.
    this.indentWidth = indent === 'tabs' ? -1 : indent;
  }

  command(name: string, depth: number): string {
    const begin = `${name}(`;
    if (this.mayStayInLine()) {
      const line = this.inLine(this.args, depth, begin, ')');
      if (line !== null) return line;
    }
    const expand = this.options.listExpansion === 'favour-expansion';
    const indent = this.indent(depth);
    const lines = this.arguments(this.args, depth + 1, expand);
    if (begin.length !== this.indentWidth) return `${indent}${begin}\n${lines}\n${indent})`;
    const short = trimLeft(lines);
    const oneLine = !this.args.some(hasLineComment) && !short.includes('\n');
    return oneLine ? `${indent}${begin}${short})` : `${indent}${begin}${short}\n${indent})`;
  }

  private mayStayInLine(): boolean {
    if (!this.ownSignature) return this.args.length <= MOST_IN_LINE + 1;
    const expands = this.options.listExpansion === 'favour-expansion' && !this.ownSignature.keepsTogether;
    const most = expands ? 1 : MOST_IN_LINE;
    return this.groups(this.args).every((group) => groupSize(group) <= most);
  }

  private groups(args: readonly Argument[]): readonly Node[] {
    return this.signature ? groupArguments(this.ownSignature!, this.signature, args) : args;
  }

  private arguments(args: readonly Argument[], depth: number, expand: boolean): string {
    return this.lines(this.groups(args), depth, expand);
  }

  private lines(nodes: readonly Node[], depth: number, expand: boolean): string {
    return nodes.map((node) => this.node(node, depth, expand)).join('\n');
  }

  /** Lays out a node on as many lines as it needs. With `expand`, each element of a list gets its own line. */
  private node(node: Node, depth: number, expand: boolean): string {
    const indent = this.indent(depth);
    switch (node.kind) {
      case 'unquoted':
        return indentLines(node.text, indent);
      case 'lineComment':
        return indentLines(`#${node.text}`, indent);
      case 'bracketComment':
      case 'quoted':
      case 'bracket':
        return indent + asWritten(node);
      case 'commented':
        return `${this.node(node.argument, depth, expand)} ${asWritten(node.comment)}`;
      case 'parenthesized':
        return this.parenthesized(node, depth, expand);
      case 'unary':
      case 'binary':
        return this.operation(node, depth, expand);
      case 'twoWords':
        return this.unlessInLine(node.children, depth, expand) ?? this.lines(node.children, depth, expand);
      case 'option':
        return this.node(node.children[0]!, depth, expand);
      case 'positional':
        if (this.ownSignature?.positionalLine && node.children.length > 1)
          return this.commandLine(node.children, depth, expand);
        return this.lines(node.children, depth, expand);
      case 'section': {
        const line = this.unlessInLine(node.children, depth, expand);
        if (line !== null) return line;
        const [header, ...rest] = node.children;
        const first = this.node(header!, depth, expand);
        return rest.length === 0 ? first : `${first}\n${this.lines(rest, depth + 1, expand)}`;
      }
      case 'oneValue':
      case 'multiValue':
        return this.keyword(node, depth, expand);
    }
  }

  private parenthesized({ args }: Parenthesized, depth: number, expand: boolean): string {
    if (this.mayShareLine(args)) {
      const line = this.unlessInLine(args, depth, expand, '(', ')');
      if (line !== null) return line;
    }
    const indent = this.indent(depth);
    return `${indent}(\n${this.arguments(args, depth + 1, expand)}\n${indent})`;
  }

  private mayShareLine(args: readonly Argument[]): boolean {
    return !this.ownSignature || args.length <= MOST_IN_LINE;
  }

  private operation(node: Operation, depth: number, expand: boolean): string {
    const line = this.unlessInLine(node.children, depth, expand);
    if (line !== null) return line;
    const [first, second, third] = node.children;
    const head = this.node(first!, depth, expand);
    if (!second) return head;
    if (third) return `${head}\n${this.lines([second, third], depth + 1, expand)}`;
    const behind = !hasLineComment(first!) && widthOf(head.trim()) < this.indentWidth;
    if (behind) return `${head} ${trimLeft(this.node(second, depth, expand))}`;
    return `${head}\n${this.node(second, depth + 1, expand)}`;
  }

  /** Lays out a keyword and its values. */
  private keyword({ children }: Group, depth: number, expand: boolean): string {
    const [keyword, ...values] = children;
    const word = keyword && 'text' in keyword ? keyword.text : null;
    const list = word !== null && this.signature!.multiValue.has(word);
    const line = this.unlessInLine(children, depth, expand && list);
    if (line !== null) return line;
    const head = this.node(keyword!, depth, expand);
    if (values.length === 0) return head;
    const layout = word === null ? undefined : this.signature!.layouts.get(word);
    return `${head}\n${this.values(layout, values, depth + 1, expand)}`;
  }

  private values(
    layout: ValueLayout | undefined,
    values: readonly Node[],
    depth: number,
    expand: boolean,
  ): string {
    if (layout === 'line') return this.commandLine(values, depth, expand);
    if (layout === 'pairs') return this.pairs(values, depth, expand);
    if (layout === 'property') {
      const line = this.unlessInLine(values, depth, expand);
      if (line !== null) return line;
      const [name, ...rest] = values;
      return `${this.node(name!, depth, expand)}\n${this.lines(rest, depth + 1, expand)}`;
    }
    return this.lines(values, depth, expand);
  }

  /** Puts as many arguments on a line as fit. A comment ends its line. */
  private commandLine(args: readonly Node[], depth: number, expand: boolean): string {
    const [first, ...rest] = args;
    const lines = [this.node(first!, depth, expand)];
    let breaks = first!.kind === 'commented';
    for (const arg of rest) {
      if (arg.kind === 'lineComment') {
        lines.push(this.node(arg, depth, expand));
        continue;
      }
      const last = lines[lines.length - 1]!;
      const joined = `${last} ${this.node(arg, 0, expand)}`;
      const fits = widthOf(joined) <= this.options.lineLength && !joined.includes('\n');
      if (breaks || !fits || trimLeft(last).startsWith('#')) lines.push(this.node(arg, depth, expand));
      else lines[lines.length - 1] = joined;
      breaks = arg.kind === 'commented';
    }
    return lines.join('\n');
  }

  /** Lays out keys, each followed by its value. */
  private pairs(args: readonly Node[], depth: number, expand: boolean): string {
    const lines: string[] = [];
    for (let at = 0; at < args.length; at++) {
      const key = args[at]!;
      const value = isComment(key) ? undefined : args[++at];
      if (!value) lines.push(this.node(key, depth, expand));
      else
        lines.push(
          this.unlessInLine([key, value], depth, expand) ??
            `${this.node(key, depth, expand)}\n${this.node(value, depth + 1, expand)}`,
        );
    }
    return lines.join('\n');
  }

  private unlessInLine(
    nodes: readonly Node[],
    depth: number,
    expand: boolean,
    begin = '',
    end = '',
  ): string | null {
    return expand ? null : this.inLine(nodes, depth, begin, end);
  }

  /** The nodes on one indented line, or null if they do not fit or need more than one line. */
  private inLine(nodes: readonly Node[], depth: number, begin: string, end: string): string | null {
    const indent = this.indent(depth);
    const parts: string[] = [];
    let width = begin.length + end.length + indent.length;
    for (const node of nodes) {
      const part = hasLineComment(node) ? null : this.asOneLine(node);
      if (part === null) return null;
      width += widthOf(part);
      if (width > this.options.lineLength) return null;
      parts.push(part);
      width++;
    }
    return `${indent}${begin}${parts.join(' ')}${end}`;
  }

  /** The node on one line without indentation, or null if it needs more lines. */
  private asOneLine(node: Node): string | null {
    switch (node.kind) {
      case 'commented': {
        const argument = this.asOneLine(node.argument);
        const comment = withoutLineEnd(asWritten(node.comment));
        return argument === null || comment === null ? null : `${argument} ${comment}`;
      }
      case 'parenthesized':
        return this.mayShareLine(node.args) ? this.inLine(node.args, 0, '(', ')') : null;
      case 'unary':
      case 'binary':
      case 'twoWords':
        return this.inLine(node.children, 0, '', '');
      case 'option':
        return this.asOneLine(node.children[0]!);
      case 'positional':
        return node.children.length === 1 ? this.asOneLine(node.children[0]!) : null;
      case 'oneValue':
      case 'multiValue':
      case 'section': {
        const line = this.inLine(node.children, 0, '', '');
        return line === null && node.children.length === 1 ? this.asOneLine(node.children[0]!) : line;
      }
      default:
        return withoutLineEnd(asWritten(node));
    }
  }

  private indent(depth: number): string {
    return this.indentUnit.repeat(depth);
  }
}

function chosenSignature(signature: Signature, args: readonly Argument[]): Signature {
  const first = args.find((arg) => !isComment(arg));
  const found = signature.signatures.find(([keywords]) => keywords.matches(first));
  return found?.[1] ?? signature.otherwise ?? signature;
}

type Written = Exclude<Argument, { kind: 'commented' | 'parenthesized' | 'unary' | 'binary' | 'twoWords' }>;

function asWritten({ kind, text }: Written): string {
  if (kind === 'quoted') return `"${text}"`;
  return kind === 'lineComment' || kind === 'bracketComment' ? `#${text}` : text;
}

function withoutLineEnd(text: string): string | null {
  return text.includes('\n') ? null : text;
}
