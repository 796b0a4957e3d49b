import type { Interpreter } from './interpreter';
import type { RegexMatch } from './regex';

const NAMES = Array.from({ length: 10 }, (_, index) => `CMAKE_MATCH_${index}`);

/** Empties `CMAKE_MATCH_n` of the last match. */
export function clearMatches(interpreter: Interpreter): void {
  const count = interpreter.get('CMAKE_MATCH_COUNT');
  if (count === undefined) return;
  const last = Math.min(Number.parseInt(count, 10) || 0, 9);
  for (let i = 0; i <= last; i++) if (interpreter.value(NAMES[i]!) !== '') interpreter.set(NAMES[i]!, '');
  if (count !== '0') interpreter.set('CMAKE_MATCH_COUNT', '0');
}

/** Sets `CMAKE_MATCH_n` for the groups that have text, and `CMAKE_MATCH_COUNT` to the last of them;
 * to nothing where none has. */
export function storeMatches(interpreter: Interpreter, match: RegexMatch): void {
  let last = -1;
  for (let i = 0; i < 10; i++) {
    const text = match.groups[i];
    if (text === undefined || text === '') continue;
    interpreter.set(NAMES[i]!, text);
    last = i;
  }
  interpreter.set('CMAKE_MATCH_COUNT', last < 0 ? '' : String(last));
}
