import path from 'node:path';
import { fromByteString, toByteString } from '../../cmake/values/byte-string';
import type { CacheEntry } from '../../cmake/runtime/scopes/state';
import { textOrNullSync } from '../../host/read-regular-file';
import type { Location } from '../../shared/text-range';
import type { Option } from '../diagnostics/diagnostic';
import type { PredictionInput } from './prediction-types';

/** The options of the wrapping that a text names, each once, with their values and where they can be changed. */
export function namedOptions(
  text: string,
  input: PredictionInput,
  cache: { get(name: string): CacheEntry | undefined },
): Option[] {
  const names = new Set([...text.matchAll(/\b(?:ITK_WRAP|WRAP_ITK)_\w+/g)].map(([name]) => name));
  return [...names].flatMap((name) => {
    const entry = cache.get(toByteString(name));
    if (entry === undefined) return [];
    const value = fromByteString(entry.value);
    return [
      {
        name,
        value,
        // Most options are asked for their values only, and the file is large.
        get location() {
          return input.cache?.[name] === undefined ? lineInCache(input.build, name) : null;
        },
      },
    ];
  });
}

function lineInCache(build: string, name: string): Location | null {
  const file = path.join(build, 'CMakeCache.txt');
  const text = textOrNullSync(file);
  if (text === null) return null;
  const lines = text.split(/\r?\n/);
  const line = lines.findIndex((one) => one.startsWith(`${name}:`));
  if (line < 0) return null;
  return { file, range: { start: { line, character: 0 }, end: { line, character: lines[line]!.length } } };
}
