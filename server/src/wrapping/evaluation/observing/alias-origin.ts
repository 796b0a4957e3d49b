import type { CallNode } from '../../../cmake/ir/nodes';
import type { Frame } from '../../../cmake/runtime/frame';
import { fromByteString } from '../../../cmake/values/byte-string';
import type { Origin } from '../prediction-types';

/** The line of the `.wrap` file that is running, with the values of the loops around it. Null outside of `.wrap` files. */
export function originOf(frames: readonly Frame[], current: CallNode | null): Origin | null {
  let wrapAt = frames.length - 1;
  while (wrapAt >= 0 && !isWrap(frames[wrapAt]!)) wrapAt--;
  if (wrapAt < 0) return null;
  const { file } = frames[wrapAt]!;
  let place = current;
  const loops: Origin['loops'][number][] = [];
  for (let i = wrapAt; i < frames.length; i++) {
    const { kind, call, rounds, round } = frames[i]!;
    if (call?.file !== file) continue;
    if (!BLOCKS.has(call.id)) place = call;
    if (kind !== 'loop' || rounds === null) continue;
    rounds.names.forEach((variable, index) => {
      const value = rounds.value(round, index) ?? '';
      loops.push({ variable: fromByteString(variable), value: fromByteString(value) });
    });
  }
  if (place === null) return null;
  return { location: { file: fromByteString(file), range: place.range }, loops };
}

const isWrap = ({ kind, file }: Frame): boolean => kind === 'include' && file.endsWith('.wrap');

const BLOCKS = new Set(['if', 'elseif', 'else', 'while', 'block', 'foreach']);
