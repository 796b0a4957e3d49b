import type { Check } from '../check';
import { brokenTool, present, toolSummary } from '../tools/tool-answer';

/** The C++ compiler works. */
export const compilerCheck: Check = {
  id: 'compiler',
  title: 'C++ compiler',
  run({ tools: { compiler } }) {
    const broken = brokenTool('The C++ compiler', compiler, {
      remedy:
        'Install it (Debian: apt-get install g++), or configure a new build with -DCMAKE_CXX_COMPILER=….',
    });
    const family = { gcc: 'GCC', clang: 'Clang', msvc: 'MSVC' };
    return {
      summary: toolSummary(compiler, compiler.family && family[compiler.family]),
      findings: present([broken]),
    };
  },
};
