import { execFile } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './repository';
import { removeFolder } from './temp-dir';

/** A copy of the sample, with a store. */
export interface SampleCopy {
  /** The copy's source folder. */
  source: string;
  build: string;
  /** A store that is empty at first. */
  store: string;
  remove(): Promise<void>;
}

/**
 * A copy of the sample that a test may change. It is configured in place, because build trees contain absolute paths. Unless
 * `configureOnly` is set, it is also built completely.
 */
export async function sampleCopy(options: { configureOnly?: boolean } = {}): Promise<SampleCopy> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-sample-'));
  const source = path.join(dir, 'sample');
  const build = path.join(source, 'build');
  await cp(path.join(root, 'sample'), source, {
    recursive: true,
    filter: (file) => file !== path.join(root, 'sample/build'),
  });
  const args = [path.join(root, 'scripts/sample.mjs'), '--source', source, '--build', build];
  await promisify(execFile)(process.execPath, options.configureOnly ? [...args, '--configure-only'] : args);
  return {
    source,
    build,
    store: path.join(dir, 'store'),
    remove: () => Promise.resolve(removeFolder(dir)),
  };
}
