import type { RegexMatch } from '../../values/regex';

const COUNT = 'CMAKE_MATCH_COUNT';
const NAMES = Array.from({ length: 10 }, (_, index) => `CMAKE_MATCH_${index}`);

/** The variables that a search sets. */
export interface MatchScope {
  get(name: string): string | undefined;
  value(name: string): string;
  set(name: string, value: string): void;
  /** Whether each assignment is traced to its command. The match variables must then be set immediately. */
  isTraced(): boolean;
}

/** Whether a variable is one of `CMAKE_MATCH_n` and `CMAKE_MATCH_COUNT`. */
export function isMatchVariable(name: string): boolean {
  return name.charCodeAt(6) === 0x4d /* M */ && name.startsWith('CMAKE_MATCH_');
}

/**
 * `CMAKE_MATCH_n` and `CMAKE_MATCH_COUNT`. Every search sets them, but few scripts read them. They are therefore set only
 * when they are read, or when their scope is left or frozen. Earlier searches also leave a trace: a variable that they set
 * and cleared is empty instead of unset.
 */
export class MatchVariables {
  private pending = false;
  private match: RegexMatch | null = null;
  /** The matches before `match`: whether there are any, their groups with text as bits, and the highest of these groups. */
  private earlier = false;
  private earlierGroups = 0;
  private highest = -1;

  constructor(private readonly context: MatchScope) {}

  /** A search begins, which clears the result of the last one. */
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

  /** A search found a match. */
  store(match: RegexMatch): void {
    this.clear();
    this.pending = true;
    this.match = match;
    if (this.context.isTraced()) this.settle();
  }

  /** Forgets the pending result, because its scope is gone. */
  drop(): void {
    this.pending = false;
    this.match = null;
    this.earlier = false;
    this.earlierGroups = 0;
    this.highest = -1;
  }

  /** Sets the pending variables. */
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

  /** Sets the groups that have text. The count is the index of the last one, or empty if there is none. */
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
