import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gersemiFolder } from '../../scripts/lib/gersemi.mjs';

/**
 * The result of the real gersemi for each text, each in a file of its own. A text that it refuses is returned unchanged.
 * `files` are further files, by their path from the folder with the texts, including the configuration `.gersemirc`.
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
    // The list of files would be too long for its arguments.
    const program =
      'import sys; from gersemi.__main__ import main; ' +
      'sys.setrecursionlimit(20000); sys.argv[1:] += sys.stdin.read().splitlines(); main()';
    const run = spawnSync('python3', ['-c', program, '--no-cache', '-w', '1', '-q', '-i'], {
      input: names.join('\n'),
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: gersemiFolder() },
      maxBuffer: 1 << 28,
    });
    // 123 means that it refused some texts.
    if (run.status !== 0 && run.status !== 123)
      throw new Error(`gersemi does not run: ${run.error?.message ?? run.stderr}`);
    return names.map((name) => readFileSync(name, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
