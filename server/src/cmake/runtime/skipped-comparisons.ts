import { nextPlace } from '../ir/dispatch-chain';
import type { Chain, Compared } from '../ir/nodes';
import { macroValue } from '../ir/template';
import type { Condition } from './condition';
import type { EvaluationContext } from './evaluation-context';

/** Goes over the comparisons of a chain that do not hold. */
export class SkippedComparisons {
  constructor(
    private readonly context: EvaluationContext,
    private readonly condition: Condition,
  ) {}

  /** The index of the first command of a chain that must be run, from `from` on. Makes the searches of those before it. */
  next(chain: Chain, from: number): number {
    const to = nextPlace(chain, this.compared, from);
    for (const { at, command, subject, pattern } of chain.searches) {
      if (at < from) continue;
      if (at >= to) break;
      const text = this.compared(subject);
      if (text === null) return at;
      this.context.current = command;
      this.condition.matches(text, pattern);
    }
    return to;
  }

  /** The value of an operand, or null if it needs a real evaluation. */
  private readonly compared = (of: Compared): string | null => {
    const { macro } = this.context;
    if (typeof of === 'string') return this.context.value(of);
    return macro === null || macro.hostile ? null : macroValue(of, macro);
  };
}
