import * as path from 'node:path';
import type { BuildFs } from '../../server/src/host/build-files';

/** A read-only file system in memory with the path rules of Windows, so that they can be tested anywhere. */
export function windowsFs(files: Record<string, string>): BuildFs {
  const key = (file: unknown): string => path.win32.normalize(String(file)).toLowerCase();
  const contents = new Map(Object.entries(files).map(([file, text]) => [key(file), Buffer.from(text)]));
  const missing = (file: unknown): Error =>
    Object.assign(new Error(`ENOENT: ${String(file as string)}`), { code: 'ENOENT' });
  const bytesOf = (file: unknown): Buffer => {
    const bytes = contents.get(key(file));
    if (!bytes) throw missing(file);
    return bytes;
  };
  const namesIn = (dir: unknown): string[] => {
    const prefix = key(dir).replace(/\\?$/, '\\');
    const names = Object.keys(files)
      .map((file) => path.win32.normalize(file))
      .filter((file) => file.toLowerCase().startsWith(prefix))
      .map((file) => file.slice(prefix.length).split('\\')[0] ?? '');
    if (names.length === 0) throw missing(dir);
    return [...new Set(names)];
  };
  const fs = {
    readFile: async (file: unknown, encoding?: string) => {
      const bytes = await Promise.resolve(bytesOf(file));
      return encoding === undefined ? Buffer.from(bytes) : bytes.toString('utf8');
    },
    stat: async (file: unknown) => Promise.resolve({ size: bytesOf(file).length, mtimeMs: 1 }),
    realpath: async (file: unknown) => Promise.resolve(String(file)),
    readdir: async (dir: unknown) => Promise.resolve(namesIn(dir)),
    open: async (file: unknown) => {
      const bytes = await Promise.resolve(bytesOf(file));
      let position = 0;
      return {
        read: async (buffer: Buffer, offset: number, length: number) => {
          const bytesRead = bytes.copy(buffer, offset, position, position + length);
          position += bytesRead;
          return Promise.resolve({ bytesRead, buffer });
        },
        close: () => Promise.resolve(),
      };
    },
  };
  return fs as unknown as BuildFs;
}
