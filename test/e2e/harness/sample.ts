// The paths of files in the sample project.
import type * as vscode from 'vscode';
import { at } from './workbench';

const modules = {
  ITKCommon: 'Modules/Core/Common',
  ITKImageIntensity: 'Modules/Filtering/ImageIntensity',
  ITKThresholding: 'Modules/Segmentation/Thresholding',
};

export type SampleModule = keyof typeof modules;

/** The `.wrap` file of a type. */
export const wrapFile = (module: SampleModule, type: string): vscode.Uri =>
  at(`${modules[module]}/wrapping/${type}.wrap`);

/** A file that CMake generated for a type, such as its `.cxx` or `.castxml.inc`. */
export const input = (name: string): vscode.Uri => at(`build/Wrapping/castxml_inputs/${name}`);

/** A file that igenerator wrote: a pkl, an index.txt, a stamp. */
export const pkl = (name: string): vscode.Uri => at(`build/Wrapping/Generators/Python/itk-pkl/${name}`);
