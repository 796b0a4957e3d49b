import type { NinjaStatement } from '../../../build/ninja-statements';

/** The statements that each statement waits for, as positions. */
export interface Dependencies {
  of: readonly (readonly number[])[];
  /** All positions, each after everything that it waits for. In a circle, which ninja refuses, some order. */
  order: readonly number[];
}

/** The dependencies by the files of build.ninja, including order-only ones, because ninja waits for these too. */
export function dependenciesOf(statements: readonly NinjaStatement[]): Dependencies {
  const maker = new Map<string, number>();
  statements.forEach(({ outputs }, at) => {
    for (const output of outputs) if (!maker.has(output)) maker.set(output, at);
  });
  const of = statements.map(({ inputs, orderOnly }, self) => {
    const found = new Set<number>();
    for (const list of [inputs, orderOnly])
      for (const input of list) {
        const at = maker.get(input);
        if (at !== undefined && at !== self) found.add(at);
      }
    return [...found];
  });
  return { of, order: inOrder(of) };
}

/** Depth first, without recursion: chains of a hostile file may be long. */
function inOrder(of: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const seen = new Uint8Array(of.length);
  const stack: { at: number; next: number }[] = [];
  for (let root = 0; root < of.length; root += 1) {
    if (seen[root]) continue;
    seen[root] = 1;
    stack.push({ at: root, next: 0 });
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const needed = of[top.at]![top.next++];
      if (needed === undefined) {
        order.push(top.at);
        stack.pop();
      } else if (!seen[needed]) {
        seen[needed] = 1;
        stack.push({ at: needed, next: 0 });
      }
    }
  }
  return order;
}
