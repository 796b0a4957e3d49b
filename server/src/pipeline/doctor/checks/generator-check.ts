import type { Check } from '../check';
import { brokenTool, present, toolSummary } from '../tools/tool-answer';

/** The build is one for Ninja, which works. */
export const generatorCheck: Check = {
  id: 'generator',
  title: 'Generator',
  run({ build, tools: { ninja } }) {
    const isNinja = build?.generator.startsWith('Ninja') ?? true;
    const remedy = 'Install ninja (Debian: apt-get install ninja-build), then configure again.';
    // Without a build, ninja is only recommended.
    const broken = isNinja && brokenTool('ninja', ninja, { remedy, severity: build ? 'error' : 'warning' });
    const other = !isNinja && {
      severity: 'warning' as const,
      message: `The build is for ${build?.generator || 'an unknown generator'}. Only a Ninja build says how each tool runs, so single types cannot be built, and stages after the XML are unknown.`,
      evidence: [`CMAKE_GENERATOR in CMakeCache.txt: ${build?.generator ?? ''}`],
      remedy: 'Configure a new build folder with -G Ninja.',
    };
    const summary = isNinja ? toolSummary(ninja) : (build?.generator ?? '');
    return {
      summary: isNinja && build ? `${build.generator} ${summary}` : summary,
      findings: present([broken, other]),
    };
  },
};
