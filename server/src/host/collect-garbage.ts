import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * Gives back at once what a large piece of work left behind: V8 would keep hundreds of megabytes for as long as nothing
 * else is made. Takes up to a few hundred milliseconds of this thread; for threads that have nothing else to do then.
 */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as (() => void) | undefined;
  collect?.();
}
