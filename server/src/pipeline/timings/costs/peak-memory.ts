import { absolute } from '../../../build/build-paths';

/**
 * Reads what GNU time wrote for the commands of a build, one line each: the peak memory in kB, and the command
 * (`time -f '%M %C' -a -o FILE`). The output of a command is the word after its last `-o`.
 * @returns bytes by the absolute path of the output; the last line of an output counts
 */
export function peakMemoryOf(text: string, dir: string): Map<string, number> {
  const peaks = new Map<string, number>();
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    const output = words[words.lastIndexOf('-o') + 1];
    const kilobytes = words[0] ?? '';
    if (!/^\d{1,12}$/.test(kilobytes) || !words.includes('-o') || output === undefined) continue;
    peaks.set(absolute(dir, output), Number(kilobytes) * 1024);
  }
  return peaks;
}
