import path from 'node:path';
import type { WrappingLayout } from '../../../build/build-tree';
import { MODULE, TYPE } from './sample-type';

/** Where the probe's files are. All paths are absolute, and all are in the scratch folder. */
export interface ProbePlaces {
  root: string;
  header: string;
  cxx: string;
  xml: string;
  swigInterface: string;
  /** The folder that igenerator reads castxml's files from. */
  library: string;
  typedefs: string;
  mdx: string;
  /** The folder of `_ext.i`. */
  extensions: string;
  interfaceFile: string;
  cpp: string;
  object: string;
  /** The folder that contains the package `itk`. */
  python: string;
  package: string;
  pkl: string;
  snakeCase: string;
  stamp: string;
  /** For the tools' own temporary files. */
  temporary: string;
}

/** The places in a scratch folder. Those of castxml's files are as in this version of ITK. */
export function placesIn(root: string, { generation }: Pick<WrappingLayout, 'generation'>): ProbePlaces {
  const inside = (...names: string[]): string => path.join(root, ...names);
  const inputs = generation === '5.2' ? ['Wrapping'] : ['Wrapping', 'castxml_inputs'];
  return {
    root,
    header: inside('Wrapping', 'Typedefs', `${TYPE}.h`),
    cxx: inside(...inputs, `${TYPE}.cxx`),
    xml: inside(...inputs, `${TYPE}.xml`),
    swigInterface: inside(...inputs, `${TYPE}SwigInterface.h.in`),
    library: inside('Wrapping'),
    typedefs: inside('Wrapping', 'Typedefs'),
    mdx: inside('Wrapping', 'Typedefs', `${MODULE}.mdx`),
    extensions: inside('Wrapping', 'Typedefs', 'python'),
    interfaceFile: inside('Wrapping', 'Typedefs', `${TYPE}.i`),
    cpp: inside('Wrapping', `${TYPE}Python.cpp`),
    object: inside('Wrapping', `${TYPE}Python.cpp.o`),
    python: inside('python'),
    package: inside('python', 'itk'),
    pkl: inside('pkl'),
    snakeCase: inside('python', 'itk', 'Configuration', `${MODULE}_snake_case.py`),
    stamp: inside('pkl', `${MODULE}.pkl.stamp`),
    temporary: inside('tmp'),
  };
}
