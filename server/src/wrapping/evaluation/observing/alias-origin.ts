import type { CallNode } from '../../../cmake/ir/nodes';
import type { Frame } from '../../../cmake/runtime/frame';
import { fromByteString } from '../../../cmake/values/byte-string';
import type { Origin } from '../prediction-types';

/** The line of the `.wrap` file that is running, with the values of the loops around it. Null outside of `.wrap` files. */
export function originOf(frames: readonly Frame[], current: CallNode | null): Origin | null {
  const wrapAt = frames.findLastIndex((frame) => frame.kind === 'include' && frame.file.endsWith('.wrap'));
  if (wrapAt < 0) return null;
  const file = frames[wrapAt]!.file;
  const inner = frames.slice(wrapAt);
  const call = inner
    .map((frame) => frame.call)
    .findLast((one) => one?.file === file && one.id !== 'foreach' && !BLOCKS.has(one.id));
  const place = call ?? current;
  if (!place) return null;
  const loops = inner
    .filter((frame) => frame.kind === 'loop' && frame.call?.file === file)
    .flatMap(({ rounds, round }) =>
      (rounds?.names ?? []).map((variable, index) => ({
        variable: fromByteString(variable),
        value: fromByteString(rounds!.value(round, index) ?? ''),
      })),
    );
  return { location: { file: fromByteString(file), range: place.range }, loops };
}

const BLOCKS = new Set(['if', 'elseif', 'else', 'while', 'block']);
