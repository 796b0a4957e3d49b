import type { Dirent } from 'node:fs';
import type { BuildFs } from '../../host/build-files';
import { pathKey, pathsOf } from '../build-paths';

const SKIPPED = new Set([
  'node_modules',
  'CMakeFiles',
  '_deps',
  'Testing',
  '__pycache__',
  'venv',
  'site-packages',
]);
const MAX_FOLDERS = 20_000;

/** Walks folders breadth first. It enters each folder once, follows no links, and has a common limit for all walks. */
export class FolderWalk {
  private visited = 0;
  private readonly seen = new Set<string>();

  constructor(
    private readonly fs: BuildFs,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Folders with a CMakeCache.txt. A build with wrapping is not searched further, because build trees are large. */
  async *cacheFolders(root: string, depth: number): AsyncGenerator<string> {
    let level = [root];
    for (let left = depth; left >= 0 && level.length > 0; left -= 1) {
      const next: string[] = [];
      for (const dir of level) {
        const key = pathKey(dir);
        if (this.signal?.aborted || this.visited >= MAX_FOLDERS) return;
        if (this.seen.has(key)) continue;
        // Another walk may enter a folder at the depth limit of this one, so only inner folders are remembered.
        if (left > 0) this.seen.add(key);
        this.visited += 1;
        const entries = await this.list(dir);
        const isBuild = entries.some((entry) => entry.name === 'CMakeCache.txt');
        if (isBuild) yield dir;
        if (isBuild && entries.some((entry) => entry.name === 'Wrapping' && entry.isDirectory())) continue;
        for (const entry of entries)
          if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
            next.push(pathsOf(dir).join(dir, entry.name));
      }
      level = next;
    }
  }

  private async list(dir: string): Promise<Dirent[]> {
    try {
      return await this.fs.readdir(dir, { withFileTypes: true });
    } catch {
      return [];
    }
  }
}
