import fs from 'node:fs';
import path from 'node:path';
import type { Compared, Copy } from './project';

const WRITTEN: readonly [folder: string, name: RegExp][] = [
  ['castxml_inputs', /^(\w+?)(?:\.cxx|\.castxml\.inc|SwigInterface\.h\.in)$/],
  ['Typedefs/python', /^(\w+)_ext\.i$/],
  ['Typedefs', /^(\w+)\.mdx$/],
];

/** The files that CMake writes for castxml, igenerator and SWIG, by their paths in the folder `Wrapping` of the build. Ninja cannot make them. */
export function writtenByCMake({ build }: Copy, { covered }: Compared): string[] {
  const found = WRITTEN.flatMap(([folder, written]) =>
    fs
      .readdirSync(path.join(build, 'Wrapping', folder))
      .filter((name) => covered.test(written.exec(name)?.[1] ?? ''))
      .map((name) => `${folder}/${name}`),
  );
  return [...found, 'Typedefs/pyBase.i'];
}
