import { isInside } from '../../../build/build-paths';
import { isOn } from '../../../build/cmake-cache';
import type { Check, CheckContext } from '../check';
import type { Finding } from '../finding';
import type { PackageFacts } from '../tools/tool-facts';
import { present } from '../tools/tool-answer';

/** igenerator finds pygccxml, and NumPy is there for ITK's arrays. */
export const pythonPackagesCheck: Check = {
  id: 'python-packages',
  title: 'Python packages',
  run({ build, tools: { python } }) {
    if (python.problem !== null) return { skipped: 'Python does not work' };
    return {
      summary: `${inWords('pygccxml', python.pygccxml, build?.source)}, ${inWords('NumPy', python.numpy)}`,
      findings: present([noPygccxml(build, python), noNumpy(build, python)]),
    };
  },
};

/** `pygccxml 3.0.2 (ITK’s own)`. */
function inWords(name: string, found: PackageFacts | null, source?: string): string {
  if (!found || found.file === null) return `${name} not found`;
  const own = source !== undefined && isInside(found.file, source) ? 'ITK’s own' : null;
  return [name, found.version, own && `(${own})`].filter((word) => word !== null).join(' ');
}

function noPygccxml(build: CheckContext['build'], python: CheckContext['tools']['python']): Finding | null {
  if (python.pygccxml === null || python.pygccxml.problem === null) return null;
  // ITK has its own, so that this matters only for a build.
  if (!build) return null;
  return {
    severity: 'error',
    message: 'igenerator cannot import pygccxml.',
    evidence: present([
      python.pygccxml.problem,
      python.pygccxmlFolder !== null && `igenerator looks in ${python.pygccxmlFolder}`,
    ]),
    remedy:
      'Restore that folder (ITK has it in Modules/ThirdParty/pygccxml), or install pygccxml for this Python, then configure the build again.',
    source: 'ITK: Wrapping/Generators/SwigInterface/CMakeLists.txt (PYGCCXML_DIR)',
  };
}

function noNumpy(
  build: CheckContext['build'],
  { numpy, file }: CheckContext['tools']['python'],
): Finding | null {
  if (numpy === null || numpy.problem === null) return null;
  const required = isOn(build?.cache.get('BUILD_TESTING')) && build?.project === 'ITK';
  return {
    severity: required ? 'error' : 'warning',
    message: required
      ? 'NumPy is missing: ITK’s CMake stops without it if BUILD_TESTING is on.'
      : 'NumPy is missing: “import itk” works, but images cannot be made from arrays or turned into them.',
    evidence: [`${file ?? 'Python'}: ${numpy.problem}`],
    remedy: `Install it for this Python: ${file ?? 'python3'} -m pip install numpy (Debian: apt-get install python3-numpy).`,
    source: 'ITK: CMake/ITKSetPython3Vars.cmake',
  };
}
