import * as l10n from '@vscode/l10n';
import type { CallNode } from '../../cmake/ir/nodes';
import type { Interpreter } from '../../cmake/runtime/interpreter';
import { fromByteString, toByteString } from '../../cmake/values/byte-string';
import { LimitError } from '../../cmake/values/evaluation-limits';
import type { Witness } from '../evaluation/evaluation';
import type { RenameClaim, RenameDoubt, RenameRefusal } from './rename-claim';

/** Values are compared by their length and by this many characters at each end. */
const COMPARED_ENDS = 100;
const MAX_EVENTS = 8_000_000;

/**
 * Records the events of an evaluation in order. Each event is a number: twice the id of its text, plus one for the new name.
 */
export class Recorder implements Witness {
  readonly variables: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  readonly ran = new Set<CallNode>();
  readonly events: number[] = [];
  readonly keys: string[] = [];
  protected readonly ids = new Map<string, number>();
  protected interpreter: Interpreter | null = null;
  private readonly newName: string;
  /** Commands that read the name when it was not set. */
  private readonly unset = new Set<string>();

  constructor(protected readonly claim: RenameClaim) {
    const names = new Set([claim.from, claim.to].map(toByteString));
    const none = new Set<string>();
    this.variables = claim.kind === 'variable' ? names : none;
    this.commands = claim.kind === 'command' ? new Set([...names].map((name) => name.toLowerCase())) : none;
    const to = toByteString(claim.to);
    this.newName = claim.kind === 'command' ? to.toLowerCase() : to;
  }

  begin(interpreter: Interpreter): void {
    this.interpreter = interpreter;
  }

  onAccess(kind: 'read' | 'write' | 'command', name: string, value: string | null): void {
    const { current } = this.interpreter!;
    const place = current === null ? '' : `${current.file}:${current.line}`;
    if (kind === 'read' && value === null && current !== null) this.unset.add(keyOf(current));
    const shown = value === null ? '' : `=${ends(value)}`;
    this.add(`${kind} ${place} ${shown}`, name === this.newName, kind);
  }

  onOutput(kind: 'file' | 'record' | 'message', text: string): void {
    const { from, to } = this.claim;
    // A message may contain the name.
    const shown = kind === 'message' ? text.split(toByteString(from)).join(toByteString(to)) : text;
    this.add(`${kind} ${ends(shown)} ${hash(shown)}`, false, kind);
  }

  /** Whether the run settles a doubt. */
  settles({ settledBy, location }: RenameDoubt, filled: ReadonlySet<string>): boolean {
    if (settledBy === 'nothing') return false;
    if (settledBy === 'filled') return filled.has(location.file);
    this.runKeys ??= new Set([...this.ran].map(keyOf));
    const { file, range } = location;
    const key = keyOf({ file: toByteString(file), range });
    return this.runKeys.has(key) && !(settledBy === 'set' && this.unset.has(key));
  }

  private runKeys: Set<string> | undefined;

  protected add(key: string, isNew: boolean, _kind: string): void {
    let id = this.ids.get(key);
    if (id === undefined) {
      this.ids.set(key, (id = this.keys.length));
      this.keys.push(key);
    }
    this.events.push(id * 2 + (isNew ? 1 : 0));
    if (this.events.length > MAX_EVENTS)
      throw new LimitError('steps', l10n.t('the name is used too often to follow every use'));
  }
}

/** Ends a run as soon as a difference is known. */
export class Difference extends LimitError {
  constructor() {
    super('aborted', 'the rename changes what happens');
  }
}

/** Compares a second evaluation with the first one while it runs. */
export class Comparer extends Recorder {
  refusal: RenameRefusal | null = null;
  private at = 0;

  constructor(
    claim: RenameClaim,
    private readonly before: Recorder,
  ) {
    super(claim);
    before.keys.forEach((key, id) => this.ids.set(key, id));
    this.keys.push(...before.keys);
  }

  protected override add(key: string, isNew: boolean, kind: string): void {
    const expected = this.before.events[this.at++];
    const id = this.ids.get(key);
    // Uses of the new name in the first run must stay as they are. Uses of the old name may still mean another variable.
    const same = id !== undefined && (expected === id * 2 || expected === id * 2 + (isNew ? 1 : 0));
    if (same && !(expected % 2 === 1 && !isNew)) return;
    this.refusal = this.explain(kind, isNew);
    throw new Difference();
  }

  /** The refusal if the second run ended before all events of the first one. */
  missing(): RenameRefusal | null {
    if (this.at >= this.before.events.length) return null;
    const { from } = this.claim;
    return { message: l10n.t('With {0} renamed, CMake would stop earlier.', from), location: null };
  }

  private explain(kind: string, isNew: boolean): RenameRefusal {
    const { claim, interpreter } = this;
    const { from, to } = claim;
    const { current } = interpreter!;
    const location = current && { file: fromByteString(current.file), range: current.range };
    if (kind === 'file' || kind === 'record' || kind === 'message') {
      const message = {
        file: () =>
          l10n.t('The text “{0}” becomes part of a file that CMake writes here, and would change.', from),
        record: () => l10n.t('The text “{0}” becomes part of the build here, and would change.', from),
        message: () =>
          l10n.t('The text “{0}” becomes part of a message of CMake here, and would change.', from),
      }[kind]();
      return { message, location };
    }
    const name = isNew ? to : from;
    const use = kind as 'read' | 'write' | 'command';
    const isLiteral = current !== null && mentions(current, toByteString(name));
    if (isNew && !isLiteral)
      return { message: l10n.t('A composed name here would become {0}.', to), location };
    return { message: isLiteral ? usedToo[use](name) : usedIndirectly[use](from), location };
  }
}

const usedToo = {
  read: (name: string) => l10n.t('{0} is read here too and would differ.', name),
  write: (name: string) => l10n.t('{0} is set here too and would differ.', name),
  command: (name: string) => l10n.t('{0} is called here too and would differ.', name),
};

const usedIndirectly = {
  read: (name: string) =>
    l10n.t('{0} is read here through a name that is composed or passed on while CMake runs.', name),
  write: (name: string) =>
    l10n.t('{0} is set here through a name that is composed or passed on while CMake runs.', name),
  command: (name: string) =>
    l10n.t('{0} is called here through a name that is composed or passed on while CMake runs.', name),
};

function mentions({ name, args }: CallNode, wanted: string): boolean {
  const lower = wanted.toLowerCase();
  return name.toLowerCase() === lower || args.some(({ text }) => text.toLowerCase().includes(lower));
}

const keyOf = ({ file, range }: Pick<CallNode, 'file' | 'range'>): string =>
  `${file}:${range.start.line}:${range.start.character}`;

const ends = (value: string): string =>
  value.length <= 2 * COMPARED_ENDS
    ? value
    : `${value.length}:${value.slice(0, COMPARED_ENDS)}…${value.slice(-COMPARED_ENDS)}`;

/** FNV-1a, to distinguish texts with the same length and ends. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
