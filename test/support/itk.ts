import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const home = path.join(os.homedir(), '.cache/itk-wrapping-dev/itk-5.2.1');

/** The sources and the configured build of the real ITK 5.2.1. The conformance tests read them and never change them. */
export const itkSource = process.env.ITK_WRAPPING_ITK_SOURCE ?? path.join(home, 'src');
export const itkBuild = process.env.ITK_WRAPPING_ITK_BUILD ?? path.join(home, 'build');

if (!existsSync(path.join(itkBuild, 'build.ninja')))
  throw new Error(
    `No configured ITK at ${itkBuild}: run “npm run test:itk”, which fetches and configures it, ` +
      'or set ITK_WRAPPING_ITK_SOURCE and ITK_WRAPPING_ITK_BUILD.',
  );

/** Builds of the same sources with other options, by name. */
export const itkVariants = (
  process.env.ITK_WRAPPING_ITK_VARIANTS
    ? JSON.parse(process.env.ITK_WRAPPING_ITK_VARIANTS)
    : { pixels: path.join(home, 'build-pixels'), dimensions: path.join(home, 'build-dimensions') }
) as Record<string, string>;

/**
 * Some types of a module that others need, and of a module that needs it, by module. Their XML takes castxml half a minute.
 */
export const fewTypes = {
  ITKCommon: [
    'ITKCommonBase',
    'itkImage',
    'itkImageRegion',
    'itkImageSourceCommon',
    'itkIndex',
    'itkOffset',
    'itkSize',
  ],
  ITKThresholding: [
    'itkThresholdImageFilter',
    'itkBinaryThresholdImageFilter',
    'itkThresholdLabelerImageFilter',
  ],
};
