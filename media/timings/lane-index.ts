import type { ShownStatement } from '../../server/src/shared/timings/page-data';

/** Finds statements by lane and time. A position is that in the list of all statements. */
export class LaneIndex {
  /** The statements of each lane in the order of their begin. */
  private readonly lanes: number[][];

  constructor(
    private readonly statements: readonly ShownStatement[],
    lanes: number,
  ) {
    this.lanes = Array.from({ length: lanes }, () => []);
    statements.forEach(({ lane }, at) => this.lanes[lane]?.push(at));
  }

  /** The statement that runs in a lane at a time, or that is at most `slack` seconds away. Null if there is none. */
  at(lane: number, time: number, slack: number): number | null {
    const members = this.lanes[lane] ?? [];
    const last = this.before(members, time + slack);
    const found = members[last];
    if (found === undefined) return null;
    const { start, seconds } = this.statements[found]!;
    return time <= start + seconds + slack ? found : null;
  }

  /** The statement before (−1) or after (1) one in its lane. Null at the end. */
  beside(at: number, by: 1 | -1): number | null {
    const members = this.lanes[this.statements[at]?.lane ?? -1] ?? [];
    return members[members.indexOf(at) + by] ?? null;
  }

  /** The statement that ran in the lane above (−1) or below (1) when this one began. Null if there is no such lane. */
  across(at: number, by: 1 | -1): number | null {
    const one = this.statements[at];
    const members = one && this.lanes[one.lane + by];
    if (!one || !members || members.length === 0) return null;
    return members[Math.max(0, this.before(members, one.start))] ?? null;
  }

  /** The place of the last member that began until a time; −1 if there is none. */
  private before(members: readonly number[], time: number): number {
    let low = 0;
    let high = members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.statements[members[middle]!]!.start <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
