import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where to evaluate a source tree that has no build. */
export interface SourceWithoutBuild {
  source: string;
  /** A folder that does not exist, so that only ITK's own default options count. */
  dir: string;
  /** Options that differ from ITK's defaults: Python wrapping is off by default. */
  options: Readonly<Record<string, string>>;
}

/** How an ITK is evaluated without a build: with its default options, and Python wrapping on. */
export const withoutBuild = (source: string): SourceWithoutBuild => ({
  source,
  dir: path.join(source, '.itk-wrap-no-build'),
  options: { ITK_WRAP_PYTHON: 'ON' },
});

/** Whether a source tree is an ITK, which has the wrapping macros. An external module has none. */
export const isItk = (folder: string): boolean =>
  existsSync(path.join(folder, 'Wrapping', 'TypedefMacros.cmake'));
