import type { Check } from './check';
import { buildAccessCheck } from './checks/build-access-check';
import { castxmlCheck } from './checks/castxml-check';
import { ccacheCheck } from './checks/ccache-check';
import { clockCheck } from './checks/clock-check';
import { cmakeCheck } from './checks/cmake-check';
import { compilerCheck } from './checks/compiler-check';
import { diskSpaceCheck } from './checks/disk-space-check';
import { generatorCheck } from './checks/generator-check';
import { pathLengthsCheck } from './checks/path-lengths-check';
import { pythonCheck } from './checks/python-check';
import { pythonPackagesCheck } from './checks/python-packages-check';
import { remoteCheck } from './checks/remote-check';
import { serverCheck } from './checks/server-check';
import { storeCheck } from './checks/store-check';
import { swigCheck } from './checks/swig-check';

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
