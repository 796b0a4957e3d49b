import path from 'node:path';
import { declaredAliases, parseCxx, parseIncludes } from '../../build/inputs/castxml-cxx';
import { fromByteString } from '../../cmake/values/byte-string';
import type { TypeRecord } from './evaluation-records';
import type { GeneratedFile, Origin, PredictedInstantiation, PredictedType } from './prediction-types';

/** The part of a type's record that its description needs. Texts are byte strings. */
export type DescribedRecord = Pick<TypeRecord, 'name' | 'module' | 'wrap' | 'aliases' | 'made' | 'files'>;

/** Describes a type. Contents are parsed on first use, because comparing types does not need them. */
export function describeType(record: DescribedRecord): PredictedType {
  const cxx = fileOf(record, '.cxx');
  let includes: string[] | undefined;
  let instantiations: PredictedInstantiation[] | undefined;
  return {
    name: fromByteString(record.name),
    module: fromByteString(record.module),
    wrap: fromByteString(record.wrap),
    get includes() {
      includes ??= parseIncludes(cxx?.text ?? '').map(({ file, system }) => (system ? `<${file}>` : file));
      return includes;
    },
    get instantiations() {
      return (instantiations ??= instantiationsOf(record, cxx?.text ?? ''));
    },
    cxx,
    swigInterface: fileOf(record, 'SwigInterface.h.in'),
  };
}

/** Whether CMake would generate the same for both. */
export function sameType(a: DescribedRecord, b: DescribedRecord): boolean {
  return (
    a.module === b.module &&
    fileOf(a, '.cxx')?.text === fileOf(b, '.cxx')?.text &&
    fileOf(a, 'SwigInterface.h.in')?.text === fileOf(b, 'SwigInterface.h.in')?.text
  );
}

function fileOf(record: DescribedRecord, suffix: string): GeneratedFile | null {
  for (const [file, text] of record.files)
    if (path.posix.basename(file) === record.name + suffix)
      return { path: fromByteString(file), text: fromByteString(text) };
  return null;
}

function instantiationsOf(record: DescribedRecord, text: string): PredictedInstantiation[] {
  const origins = originsOf(record);
  return parseCxx(text).map(({ name, cppType, className }) => ({
    name,
    cppType,
    className,
    origin: origins.get(name) ?? null,
  }));
}

/** What made each alias: the piece of text with the alias was added while a line of the `.wrap` file ran. */
function originsOf({ aliases, made }: DescribedRecord): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  let piece = 0;
  let line = 0;
  let at = 0;
  for (const alias of declaredAliases(aliases)) {
    for (; line < alias.line; line++) at = aliases.indexOf('\n', at) + 1;
    while (piece < made.length && made[piece]!.end <= at) piece++;
    const origin = made[piece]?.origin;
    if (origin !== undefined) origins.set(alias.name, origin);
  }
  return origins;
}
