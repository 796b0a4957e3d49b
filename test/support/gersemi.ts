import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gersemiFolder } from '../../scripts/lib/gersemi.mjs';

/**
 * What the real gersemi makes of texts, each in a file of its own; a text that it refuses stays as it is. `files` are further
 * files by their path from the folder that the texts are in, the configuration `.gersemirc` among them.
 */
export function formattedByGersemi(
  texts: readonly string[],
  files: Readonly<Record<string, string>>,
): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'itk-wrapping-gersemi-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const names = texts.map((_, n) => path.join(folder, `${n}.cmake`));
    for (const [n, name] of names.entries()) writeFileSync(name, texts[n]!);
    // A list of files in its arguments would be too long.
    const program =
      'import sys; from gersemi.__main__ import main; ' +
      'sys.setrecursionlimit(20000); sys.argv[1:] += sys.stdin.read().splitlines(); main()';
    const run = spawnSync('python3', ['-c', program, '--no-cache', '-w', '1', '-q', '-i'], {
      input: names.join('\n'),
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: gersemiFolder() },
      maxBuffer: 1 << 28,
    });
    // 123: it refused some.
    if (run.status !== 0 && run.status !== 123)
      throw new Error(`gersemi does not run: ${run.error?.message ?? run.stderr}`);
    return names.map((name) => readFileSync(name, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
