import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from './eventually';

/** Resolves once the clock that stamps files has advanced. Files written after that have later times than existing ones. */
export async function nextFileTick(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tick-'));
  try {
    const stamp = (name: string): bigint => {
      const file = path.join(folder, name);
      fs.writeFileSync(file, '');
      return fs.statSync(file, { bigint: true }).ctimeNs;
    };
    const begin = stamp('first');
    await eventually(() => stamp('next') > begin, { everyMs: 1 });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
