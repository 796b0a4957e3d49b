import { isOn } from '../../../build/cmake-cache';
import { MAX_SOURCE_BYTES } from '../../../host/read-regular-file';
import type { Check, CheckContext } from '../check';
import type { Finding } from '../finding';
import { SWIG_NEEDS, TWO_PHASES } from '../known-versions';
import { minimumOf } from '../minimums';
import { isOlder } from '../versions';
import { brokenTool, present, toolSummary } from '../tools/tool-answer';

/** SWIG works, is new enough for the sources, and fits Python's stable ABI if the build uses it. */
export const swigCheck: Check = {
  id: 'swig',
  title: 'SWIG',
  async run(context) {
    const { swig } = context.tools;
    const broken = brokenTool('SWIG', swig, {
      remedy:
        'Install SWIG (pip install swig, or Debian: apt-get install swig), and configure with -DSWIG_EXECUTABLE=… or with ITK_USE_SYSTEM_SWIG off.',
    });
    const found =
      swig.version === null
        ? []
        : [
            await tooOld(context, swig.version),
            ...needs(context, swig.version),
            await twoPhases(context, swig.version),
          ];
    return {
      summary: toolSummary(swig, usesLimitedApi(context) ? 'stable ABI' : null),
      findings: present([broken, ...found]),
    };
  },
};

const usesLimitedApi = ({ build }: CheckContext): boolean =>
  isOn(build?.cache.get('ITK_USE_PYTHON_LIMITED_API'));

async function tooOld({ build, disk }: CheckContext, version: string): Promise<Finding | null> {
  const minimum = await minimumOf(build, 'swig', disk);
  if (!minimum || !isOlder(version, minimum.version)) return null;
  return {
    severity: 'error',
    message: `SWIG ${version} is too old: these sources need ${minimum.version} or newer, and CMake stops without it.`,
    evidence: [`${minimum.source} asks for ${minimum.version}`],
    remedy: `Install SWIG ${minimum.version} or newer (pip install swig), and configure with -DSWIG_EXECUTABLE=… or with ITK_USE_SYSTEM_SWIG off.`,
    source: minimum.source,
  };
}

function needs(context: CheckContext, version: string): Finding[] {
  const { python } = context.tools;
  const limited = usesLimitedApi(context);
  return SWIG_NEEDS.filter(
    ({ atLeast, from, when }) =>
      isOlder(version, atLeast) &&
      (from === undefined || !isOlder(version, from)) &&
      (when.limitedApi !== true || limited) &&
      (when.python === undefined || (python.version !== null && !isOlder(python.version, when.python))),
  ).map(({ effect, remedy, severity, source, when }) => ({
    severity,
    message: `SWIG ${version} does not fit ${when.limitedApi ? 'Python’s stable ABI' : `Python ${python.version ?? ''}`}. ${effect}`,
    evidence: present([
      `SWIG ${version}`,
      when.limitedApi === true && 'ITK_USE_PYTHON_LIMITED_API is on in the build',
      when.python !== undefined && `Python ${python.version ?? ''}`,
    ]),
    remedy,
    source,
  }));
}

/** Whether the sources, which initialize SWIG's modules themselves, know that this SWIG does it in two phases. */
async function twoPhases({ build, disk }: CheckContext, version: string): Promise<Finding | null> {
  if (!build || isOlder(version, TWO_PHASES.swig)) return null;
  const texts: string[] = [];
  for (const file of TWO_PHASES.files)
    texts.push((await disk.text(`${build.source}/${file}`, MAX_SOURCE_BYTES)) ?? '');
  const all = texts.join('\n');
  if (!all.includes(TWO_PHASES.callsItself) || all.includes(TWO_PHASES.knownBy)) return null;
  return {
    severity: 'error',
    message: `SWIG ${version} is too new for these sources. Its modules are initialized in two phases, which the sources do not know, so “import itk” fails.`,
    evidence: [
      `${TWO_PHASES.files.join(' and ')} in ${build.source} call ${TWO_PHASES.callsItself}…, and do not use ${TWO_PHASES.knownBy}`,
    ],
    remedy: 'Install SWIG 4.3.1 (pip install swig==4.3.1), and configure with -DSWIG_EXECUTABLE=….',
    source: TWO_PHASES.source,
  };
}
