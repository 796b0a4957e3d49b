import { baseName } from '../../../build/build-paths';
import type { BuildCommand } from '../../../build/build-tree';
import type { Check } from '../check';
import { CCACHE_SOURCE } from '../known-versions';
import { present } from '../tools/tool-answer';

/** ccache stands only in front of the compiler: it caches nothing of castxml and SWIG. */
export const ccacheCheck: Check = {
  id: 'ccache',
  title: 'ccache',
  run({ build }) {
    if (!build) return { skipped: 'no build' };
    const castxml = count(build.types.map((type) => type.castxml));
    const swig = count(build.types.map((type) => type.swig?.command ?? null));
    if (castxml + swig === 0) return { summary: 'not in front of castxml or SWIG', findings: [] };
    const where = present([
      castxml > 0 && `castxml (${castxml} runs)`,
      swig > 0 && `SWIG (${swig} runs)`,
    ]).join(' and ');
    return {
      summary: `in front of ${where}`,
      findings: [
        {
          severity: 'warning',
          message: `ccache in front of ${castxml > 0 && swig > 0 ? 'castxml and SWIG' : castxml > 0 ? 'castxml' : 'SWIG'} caches nothing: it knows only compilers, and passes every run on.`,
          evidence: [`in front of ${where} in build.ninja`],
          remedy:
            'Run “itk-wrap setup”, which puts a cache for castxml, igenerator and SWIG there. Keep ccache for the compiler: configure with -DITK_USE_CCACHE=OFF -DCMAKE_CXX_COMPILER_LAUNCHER=ccache.',
          source: CCACHE_SOURCE,
        },
      ],
    };
  },
};

function count(commands: readonly (BuildCommand | null)[]): number {
  return commands.filter((command) =>
    command?.launcher.some((word) => /^s?ccache(?:\.exe)?$/i.test(baseName(word))),
  ).length;
}
