import type { RegexMatch } from '../../values/regex';

const COUNT = 'CMAKE_MATCH_COUNT';
const NAMES = Array.from({ length: 10 }, (_, index) => `CMAKE_MATCH_${index}`);

/** The variables that a search sets. */
export interface MatchScope {
  get(name: string): string | undefined;
  value(name: string): string;
  set(name: string, value: string): void;
  /** Somebody looks at which command set a variable: set them at once. */
  isTraced(): boolean;
}

export function isMatchVariable(name: string): boolean {
  return name.charCodeAt(6) === 0x4d /* M */ && name.startsWith('CMAKE_MATCH_');
}

/**
 * `CMAKE_MATCH_n` and `CMAKE_MATCH_COUNT`, which every search sets and hardly any script reads: they are set when they
 * are asked for, or when the scope is left or frozen that they belong to. That the searches before the last had set and
 * cleared them shows too: what was cleared is empty, not unset.
 */
export class MatchVariables {
  private pending = false;
  private match: RegexMatch | null = null;
  /** Of the matches before that one: whether there are any, the groups with text as bits, and the highest of them. */
  private earlier = false;
  private earlierGroups = 0;
  private highest = -1;

  constructor(private readonly context: MatchScope) {}

  /** A search begins: what the last one found is gone. */
  clear(): void {
    this.pending = true;
    const { match } = this;
    if (match !== null) {
      this.match = null;
      this.earlier = true;
      for (let i = 0; i < match.groups.length && i < 10; i++) {
        if (!match.groups[i]) continue;
        this.earlierGroups |= 1 << i;
        if (i > this.highest) this.highest = i;
      }
    }
    if (this.context.isTraced()) this.settle();
  }

  /** A search found something. */
  store(match: RegexMatch): void {
    this.clear();
    this.pending = true;
    this.match = match;
    if (this.context.isTraced()) this.settle();
  }

  /** Forgets what was not asked for: the scope that it belongs to is gone. */
  drop(): void {
    this.pending = false;
    this.match = null;
    this.earlier = false;
    this.earlierGroups = 0;
    this.highest = -1;
  }

  /** Sets the variables. */
  settle(): void {
    if (!this.pending) return;
    const { context, match, earlier, earlierGroups, highest } = this;
    this.drop();
    const count = context.get(COUNT);
    const last = count === undefined ? -1 : Math.min(Number.parseInt(count, 10) || 0, 9);
    for (let i = 0; i < 10; i++) {
      const cleared = i <= last || i <= highest;
      if ((earlierGroups & (1 << i)) !== 0 || (cleared && context.value(NAMES[i]!) !== ''))
        context.set(NAMES[i]!, '');
    }
    if (match !== null) this.setAll(match);
    else if (count !== '0' && (count !== undefined || earlier)) context.set(COUNT, '0');
  }

  /** Those groups that have text, and as the count the last of them; nothing if none has. */
  private setAll({ groups }: RegexMatch): void {
    let last = -1;
    for (let i = 0; i < 10; i++) {
      const text = groups[i];
      if (text === undefined || text === '') continue;
      this.context.set(NAMES[i]!, text);
      last = i;
    }
    this.context.set(COUNT, last < 0 ? '' : String(last));
  }
}
