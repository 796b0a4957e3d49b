import type { Check } from './check';
import { buildAccessCheck } from './checks/build-access';
import { castxmlCheck } from './checks/castxml';
import { ccacheCheck } from './checks/ccache';
import { clockCheck } from './checks/clock';
import { cmakeCheck } from './checks/cmake';
import { compilerCheck } from './checks/compiler';
import { diskSpaceCheck } from './checks/disk-space';
import { generatorCheck } from './checks/generator';
import { pathLengthsCheck } from './checks/path-lengths';
import { pythonCheck } from './checks/python';
import { pythonPackagesCheck } from './checks/python-packages';
import { remoteCheck } from './checks/remote';
import { serverCheck } from './checks/server';
import { storeCheck } from './checks/store';
import { swigCheck } from './checks/swig';

/** All checks, in the order in which they are shown. A new check is a file in checks/ and a line here. */
export const CHECKS: readonly Check[] = [
  castxmlCheck,
  swigCheck,
  pythonCheck,
  pythonPackagesCheck,
  compilerCheck,
  cmakeCheck,
  generatorCheck,
  ccacheCheck,
  pathLengthsCheck,
  diskSpaceCheck,
  clockCheck,
  buildAccessCheck,
  storeCheck,
  remoteCheck,
  serverCheck,
];
