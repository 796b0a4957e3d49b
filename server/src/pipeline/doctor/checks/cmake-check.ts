import { isOn } from '../../../build/cmake-cache';
import type { Check, CheckContext } from '../check';
import type { Finding } from '../finding';
import { LIMITED_API_CMAKE } from '../known-versions';
import { minimumOf } from '../minimums';
import { isOlder } from '../versions';
import { brokenTool, present, toolSummary } from '../tools/tool-answer';

/** CMake works, and is new enough for the sources. */
export const cmakeCheck: Check = {
  id: 'cmake',
  title: 'CMake',
  async run(context) {
    const { cmake } = context.tools;
    const broken = brokenTool('CMake', cmake, {
      remedy: context.build
        ? 'Install the CMake that the build was configured with, or configure the build again with another one.'
        : 'Install CMake (pip install cmake, or Debian: apt-get install cmake).',
    });
    const found =
      cmake.version === null
        ? []
        : [await tooOld(context, cmake.version), limitedApi(context, cmake.version)];
    return { summary: toolSummary(cmake), findings: present([broken, ...found]) };
  },
};

async function tooOld({ build, disk }: CheckContext, version: string): Promise<Finding | null> {
  const minimum = await minimumOf(build, 'cmake', disk);
  if (!minimum || !isOlder(version, minimum.version)) return null;
  return {
    severity: 'error',
    message: `CMake ${version} is too old: these sources need ${minimum.version} or newer.`,
    evidence: [`${minimum.source} asks for ${minimum.version}`],
    remedy: `Install CMake ${minimum.version} or newer (pip install cmake), and configure the build again with it.`,
    source: minimum.source,
  };
}

function limitedApi({ build }: CheckContext, version: string): Finding | null {
  const { atLeast, source } = LIMITED_API_CMAKE;
  if (!isOn(build?.cache.get('ITK_USE_PYTHON_LIMITED_API')) || !isOlder(version, atLeast)) return null;
  return {
    severity: 'error',
    message: `CMake ${version} cannot build for Python’s stable ABI: ${atLeast} or newer is needed.`,
    evidence: ['ITK_USE_PYTHON_LIMITED_API is on in the build'],
    remedy: `Install CMake ${atLeast} or newer, or configure with -DITK_USE_PYTHON_LIMITED_API=OFF.`,
    source,
  };
}
