import v8 from 'node:v8';
import { collectGarbage } from '../../host/collect-garbage';

/** V8 ends the process or the thread when its heap is full. We stop well before that. */
const SHARE = 0.75;

/** Whether this thread uses more than `maxBytes`, or nearly all of its heap, even after a garbage collection. */
export function isMemoryUsedUp(maxBytes: number): boolean {
  const limit = Math.min(maxBytes, v8.getHeapStatistics().heap_size_limit * SHARE);
  if (usedBytes() < limit) return false;
  collectGarbage();
  return usedBytes() >= limit;
}

function usedBytes(): number {
  const { used_heap_size: heap, external_memory: external } = v8.getHeapStatistics();
  return heap + external;
}
