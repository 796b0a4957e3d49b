import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * Collects garbage after a large piece of work. V8 would otherwise keep hundreds of megabytes as long as nothing else is
 * allocated. It takes up to a few hundred milliseconds, so call it only when the thread is idle.
 */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as (() => void) | undefined;
  collect?.();
}
