import { fromByteString } from '../../../cmake/values/byte-string';
import { listElements } from '../../../cmake/values/semicolon-list';
import type { CallNode, Node } from '../../../cmake/ir/nodes';
import type { Reference, Template } from '../../../cmake/ir/template';
import type { Location, Range } from '../../../shared/text-range';

/** The values of a variable at one command of a file. */
export interface TracedValue {
  /** The command that names it. */
  range: Range;
  /** As written, such as `ITKT_I${t}${d}` for a composed name. */
  name: string;
  /** Whether these are the values after the command, which may set the variable, or before it. */
  after: boolean;
  /** The first different values at the command, which may run many times. */
  values: ListValue[];
  /** The number of different values. */
  count: number;
  /** The command that last set it, or null if that is not known. */
  setAt: Location | null;
}

/** A value as a list. An empty value has no items. */
export interface ListValue {
  count: number;
  /** The first items, each cut at {@link ITEM_LENGTH}. */
  items: string[];
}

const SHOWN_ITEMS = 12;
const SHOWN_VALUES = 12;
const ITEM_LENGTH = 200;
/** The maximum number of different values that are counted, because loops may run a million times. */
const COUNTED = 1000;
const NAME = /^[A-Za-z_][\w.+-]*$/;

interface Entry {
  value: TracedValue;
  seen: Set<string>;
}

/** What the recorder needs from the interpreter that runs the file. */
export interface TracedState {
  get(name: string): string | undefined;
  setBy(name: string): CallNode | null;
}

/** Records the values of the variables that each command names while a file runs. */
export class TraceRecorder {
  private readonly entries = new Map<string, Entry>();
  private last: CallNode | null = null;
  /** The current command of the file. What macros of other files set counts as set by it. */
  command: CallNode | null = null;

  constructor(
    private readonly file: string,
    private readonly state: TracedState,
  ) {}

  /** Must be called for each command and block before it runs. */
  onCode(code: Node): void {
    const calls =
      code.kind === 'call'
        ? [code]
        : code.kind === 'if'
          ? code.branches.map(({ open }) => open)
          : [code.open];
    if (calls[0]!.file !== this.file) return;
    this.behindLast();
    this.command = calls[0]!;
    // The variable of a loop has no value of this loop yet.
    for (const call of calls) this.before(call, code.kind === 'foreach' ? 1 : 0);
    this.last = code.kind === 'call' ? code : null;
  }

  end(): TracedValue[] {
    this.behindLast();
    return [...this.entries.values()].map(({ value }) => value);
  }

  private before(call: CallNode, first: number): void {
    for (const { kind, template, text } of call.args.slice(first)) {
      if (typeof template !== 'string') this.references(call, template);
      else if (kind === 'unquoted' && NAME.test(text)) this.note(call, text, text, false);
    }
  }

  /** Records what the last command set. */
  private behindLast(): void {
    for (const { kind, text } of this.last?.args ?? [])
      if (kind === 'unquoted' && NAME.test(text)) this.note(this.last!, text, text, true);
    this.last = null;
  }

  private references(call: CallNode, template: Template): void {
    if (typeof template === 'string') return;
    for (const piece of template) {
      if (typeof piece === 'string' || 'argument' in piece || piece.domain !== 'normal') continue;
      this.references(call, piece.name);
      const name = this.expand(piece.name);
      if (name !== null) this.note(call, written(piece.name), name, false);
    }
  }

  private expand(template: Template): string | null {
    if (typeof template === 'string') return template;
    let text = '';
    for (const piece of template) {
      if (typeof piece === 'string') text += piece;
      else if ('argument' in piece || piece.domain !== 'normal') return null;
      else {
        const name = this.expand(piece.name);
        if (name === null) return null;
        text += this.state.get(name) ?? '';
      }
    }
    return text;
  }

  private note(call: CallNode, shown: string, name: string, after: boolean): void {
    const value = this.state.get(name);
    if (value === undefined) return;
    const { start } = call.range;
    const key = `${start.line}:${start.character} ${after} ${shown}`;
    let entry = this.entries.get(key);
    if (entry === undefined) {
      const { range } = call;
      const traced = { range, name: fromByteString(shown), after, values: [], count: 0, setAt: null };
      this.entries.set(key, (entry = { value: traced, seen: new Set() }));
    }
    const setBy = this.state.setBy(name);
    entry.value.setAt = setBy && { file: fromByteString(setBy.file), range: setBy.range };
    if (entry.seen.has(value) || entry.seen.size >= COUNTED) return;
    entry.seen.add(value);
    entry.value.count++;
    if (entry.value.values.length < SHOWN_VALUES) entry.value.values.push(listValue(value));
  }
}

function listValue(value: string): ListValue {
  if (value === '') return { count: 0, items: [] };
  const elements = listElements(value);
  const items = elements.slice(0, SHOWN_ITEMS).map((item) => {
    const text = fromByteString(item);
    return text.length > ITEM_LENGTH ? `${text.slice(0, ITEM_LENGTH)}…` : text;
  });
  return { count: elements.length, items };
}

/** The name of a reference as written in the text. */
function written(template: Template): string {
  if (typeof template === 'string') return template;
  return template
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'argument' in piece ? '' : `\${${written((piece satisfies Reference).name)}}`;
    })
    .join('');
}
