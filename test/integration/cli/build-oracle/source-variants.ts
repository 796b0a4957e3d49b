import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../../support/repository';
import type { RandomNumbers } from '../../../support/random';
import type { SampleCopy } from '../../../support/sample';

/*
 * A finite set of texts for each of some files, so that states of the sources come back. Never more than a few files differ from
 * the originals at the same time.
 */

interface Edited {
  file: string;
  /** Whether CMake reads it. */
  configures: boolean;
  /** What it may be instead of the original, which may be missing. Each must differ from it. */
  variants: readonly ((text: string) => string)[];
}

const method = (name: string) => (text: string) =>
  text.replace(/^(\s*)(?:using Self = .*;|public:)$/m, `$&\n$1int ${name}() const { return 1; }`);
const inFront = (comment: string) => (text: string) => `${comment}\n${text}`;
const atEnd = (comment: string) => (text: string) => `${text}${comment}\n`;
const line = (before: string, more: string) => (text: string) => text.replace(before, `${more}\n${before}`);
const instead = (from: string, to: string) => (text: string) => text.replace(from, to);

const COMMON = 'Modules/Core/Common';
const FILTERS = 'Modules/Filtering/ImageIntensity';
const THRESHOLDS = 'Modules/Segmentation/Thresholding';
const GENERATORS = 'Wrapping/Generators';
const END = 'itk_end_wrap_class';

const ofSample = (name: string): string =>
  fs.readFileSync(path.join(root, 'sample', COMMON, 'include', name), 'utf8');

function ofSwig(name: string): string {
  const [library = ''] = execFileSync('swig', ['-swiglib'], { encoding: 'utf8' }).split('\n');
  return fs.readFileSync(path.join(library, name), 'utf8');
}

const header = (file: string, ...variants: Edited['variants']): Edited => ({
  file,
  configures: false,
  variants,
});
const configured = (file: string, ...variants: Edited['variants']): Edited => ({
  file,
  configures: true,
  variants,
});

const EDITED: readonly Edited[] = [
  header(`${COMMON}/include/itkImageSource.h`, method('AddedToSource'), inFront('// A comment.')),
  header(`${COMMON}/include/itkImageBase.h`, inFront('// A comment.'), atEnd('// At the end.')),
  header(
    `${COMMON}/include/itkSize.h`,
    atEnd('// At the end.'),
    instead('GetSizeDimension()', 'GetAnother() { return 1; }\n  static unsigned int GetSizeDimension()'),
  ),
  header(`${COMMON}/include/itkCommonEnums.h`, inFront('/* Two\n * lines. */')),
  header(`${FILTERS}/include/itkAbsImageFilter.h`, method('AddedToAbs')),
  header(`${FILTERS}/include/itkUnaryFunctorImageFilter.h`, method('AddedToUnary'), atEnd('// A comment.')),
  header(`${THRESHOLDS}/include/itkBinaryThresholdImageFilter.h`, method('AddedToThreshold')),
  configured(
    `${FILTERS}/wrapping/itkAbsImageFilter.wrap`,
    line(END, 'itk_wrap_template("${ITKM_IUC2}${ITKM_IF2}" "${ITKT_IUC2}, ${ITKT_IF2}")'),
  ),
  configured(`${FILTERS}/wrapping/itkAddImageFilter.wrap`, inFront('# A comment.')),
  configured(`${COMMON}/wrapping/itkVector.wrap`, line(END, 'itk_wrap_template("${ITKM_D}4" "${ITKT_D},4")')),
  configured(`${COMMON}/wrapping/itkSize.wrap`, line(END, '  itk_wrap_template("7" "7")')),
  configured(
    'build/CMakeCache.txt',
    instead('ITK_WRAP_IMAGE_DIMS:STRING=2;3', 'ITK_WRAP_IMAGE_DIMS:STRING=2'),
    instead('ITK_WRAP_signed_short:BOOL=ON', 'ITK_WRAP_signed_short:BOOL=OFF'),
  ),
  header(
    `${GENERATORS}/SwigInterface/igenerator.py`,
    atEnd('# A comment.'),
    instead("header = f'%module", "header = f'// Another version.\\n%module"),
  ),
  header(
    `${GENERATORS}/itk.i`,
    atEnd('// A comment.'),
    instead('C++ threw an exception of another kind', 'C++ threw something else'),
  ),
  configured(
    `${GENERATORS}/Python/PyBase/pyBase.i`,
    atEnd('// A comment.'),
    instead('if ($1)', 'if ($1 != nullptr)'),
  ),
  // It is found before SWIG's own file.
  header(`${GENERATORS}/pyrun.swg`, () => `${ofSwig('python/pyrun.swg')}/* Ours. */\n`),
  // So is this header, before the one of another module.
  header(`${FILTERS}/include/itkImageToImageFilter.h`, () =>
    method('Shadowing')(ofSample('itkImageToImageFilter.h')),
  ),
];

/** How many files may differ from the originals at the same time. */
const MOST = 2;

/** The files that CMake reads and that have variants. */
export const CONFIGURATION = EDITED.filter(
  ({ file, configures }) => configures && !file.startsWith('build/'),
).map(({ file }) => file);

export class SourceVariants {
  readonly #originals: readonly (string | null)[];
  /** By file: which variant it is. -1: the original. */
  readonly #now = EDITED.map(() => -1);

  constructor(
    private readonly samples: readonly SampleCopy[],
    private readonly random: RandomNumbers,
  ) {
    const [first] = samples;
    this.#originals = EDITED.map(({ file }) => textOrNull(path.join(first!.source, file)));
    for (const [index, { file, variants }] of EDITED.entries())
      for (const variant of variants)
        assert.notEqual(variant(this.#originals[index] ?? ''), this.#originals[index], file);
  }

  /** Gives one file another text in all samples. Returns what was done, and whether there was no such file before. */
  edit(): { what: string; isNew: boolean } {
    const changed = EDITED.flatMap((_, index) => (this.#now[index] === -1 ? [] : [index]));
    const goesBack = changed.length >= MOST || (changed.length > 0 && this.random(4) === 0);
    const index = goesBack ? changed[this.random(changed.length)]! : this.random(EDITED.length);
    const { file, variants } = EDITED[index]!;
    // A changed file may also get another variant.
    const count = variants.length;
    const others = [...Array(count + 1).keys()].map((n) => n - 1).filter((n) => n !== this.#now[index]);
    const variant = goesBack && this.random(3) > 0 ? -1 : others[this.random(others.length)]!;
    this.#now[index] = variant;
    for (const sample of this.samples) this.#put(sample, index);
    const what = variant < 0 ? `took back ${file}` : `made variant ${variant} of ${file}`;
    return { what, isNew: variant >= 0 && this.#originals[index] === null };
  }

  #put({ source }: SampleCopy, index: number): void {
    const { file, variants } = EDITED[index]!;
    const name = path.join(source, file);
    if (file.startsWith('build/')) return putOptions(name, variants, this.#now[index]!);
    const original = this.#originals[index] ?? null;
    const text = this.#now[index] === -1 ? original : variants[this.#now[index]!]!(original ?? '');
    if (text === null) fs.rmSync(name, { force: true });
    else fs.writeFileSync(name, text);
  }
}

/** CMake has written the file anew since the start. So all options are set, each to its value or its other one. */
function putOptions(file: string, variants: Edited['variants'], chosen: number): void {
  const lines = ['ITK_WRAP_IMAGE_DIMS:STRING=2;3', 'ITK_WRAP_signed_short:BOOL=ON'];
  const original = lines.reduce(
    (text, one) => text.replace(new RegExp(`^${one.slice(0, one.indexOf('=') + 1)}.*$`, 'm'), one),
    fs.readFileSync(file, 'utf8'),
  );
  const text = chosen < 0 ? original : variants[chosen]!(original);
  if (chosen >= 0) assert.notEqual(text, original);
  fs.writeFileSync(file, text);
}

function textOrNull(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
