import { access } from 'node:fs/promises';
import path from 'node:path';
import { parseInc } from '../../build/inputs/castxml-inc';
import type { BuildTree } from '../../build/build-tree';
import type { TypeState } from '../../shared/type-state';
import { textOrNull } from '../../host/read-regular-file';

/** The existing files that the stages made for a type, and the headers that its `.cxx` includes. */
export async function generatedFiles(
  build: BuildTree,
  type: TypeState,
): Promise<{ generated: string[]; headers: string[] }> {
  const { layout } = build;
  const candidates = [
    type.cxx,
    type.inc,
    type.xml,
    path.join(layout.inputs, `${type.name}SwigInterface.h.in`),
    path.join(layout.typedefs, `${type.name}SwigInterface.h`),
    path.join(layout.typedefs, `${type.name}.i`),
    path.join(layout.typedefs, `${type.name}.idx`),
    ...(layout.pkl ? [path.join(layout.pkl, `${type.name}.index.txt`)] : []),
    path.join(build.dir, 'Wrapping/Modules', type.module, `${type.name}Python.cpp`),
    path.join(build.dir, 'Wrapping/Generators/Python/itk', `${type.name}Python.py`),
  ];
  return { generated: await existing(candidates), headers: await includedHeaders(build, type) };
}

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*["<]([^">\r\n]+)[">]/gm;

async function includedHeaders(build: BuildTree, type: TypeState): Promise<string[]> {
  const [cxx, inc] = await Promise.all([type.cxx, type.inc].map((file) => textOrNull(file)));
  const folders = parseInc(inc ?? '', build.dir)
    .filter(({ kind }) => kind === 'include' || kind === 'system-include')
    .map(({ value }) => value);
  const found: string[] = [];
  for (const [, name = ''] of (cxx ?? '').matchAll(INCLUDE)) {
    const [file] = await existing(folders.map((folder) => path.join(folder, name)));
    if (file) found.push(file);
  }
  return [...new Set(found)];
}

async function existing(files: readonly string[]): Promise<string[]> {
  const there = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => there[index]);
}
