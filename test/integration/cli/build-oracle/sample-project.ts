import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../../support/repository';
import { sampleCopy } from '../../../support/sample';
import {
  atEnd,
  comparedOf,
  configured,
  header,
  inFront,
  instead,
  line,
  method,
  type Edited,
  type Project,
} from './project';

const COMMON = 'Modules/Core/Common';
const FILTERS = 'Modules/Filtering/ImageIntensity';
const THRESHOLDS = 'Modules/Segmentation/Thresholding';
const GENERATORS = 'Wrapping/Generators';
const END = 'itk_end_wrap_class';

/** The whole sample. */
export const sampleProject = (): Project => ({
  ...comparedOf(['ITKCommon', 'ITKImageIntensity', 'ITKThresholding'], /./),
  async copies() {
    const edited = await sampleCopy({ configureOnly: true });
    return { edited, clean: await sampleCopy({ configureOnly: true }) };
  },
  edited: EDITED,
  options: ['ITK_WRAP_IMAGE_DIMS:STRING=2;3', 'ITK_WRAP_signed_short:BOOL=ON'],
  arguments: ['--all'],
  targets: /^build (Wrapping\/Modules\/\w+\/\w+Python\.cpp) /,
  addedBySetup: [],
  isPart: false,
  configuresAlone: false,
  least: { outputs: 151, commands: 41 },
  killedWithinMs: 2600,
  confirmEvery: 200,
  reportEvery: 25,
});

const ofSample = (name: string): string =>
  fs.readFileSync(path.join(root, 'sample', COMMON, 'include', name), 'utf8');

function ofSwig(name: string): string {
  const [library = ''] = execFileSync('swig', ['-swiglib'], { encoding: 'utf8' }).split('\n');
  return fs.readFileSync(path.join(library, name), 'utf8');
}

const EDITED: readonly Edited[] = [
  header(`${COMMON}/include/itkImageSource.h`, method('AddedToSource'), inFront('// A comment.')),
  header(`${COMMON}/include/itkImageBase.h`, inFront('// A comment.'), atEnd('// At the end.')),
  header(
    `${COMMON}/include/itkSize.h`,
    atEnd('// At the end.'),
    instead('GetSizeDimension()', 'GetAnother() { return 1; }\n  static unsigned int GetSizeDimension()'),
  ),
  // castxml writes the places of the comments that document something.
  header(
    `${COMMON}/include/itkProcessObject.h`,
    instead('the root of all filters', 'the root of all the filters'),
    instead('  /** Throws', '  /* Throws'),
  ),
  header(
    `${COMMON}/include/itkImage.h`,
    instead('namespace itk', 'namespace itk // A comment.'),
    instead('on a regular grid', 'on a grid'),
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
