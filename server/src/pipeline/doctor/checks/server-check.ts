import type { Check } from '../check';
import { present } from '../tools/tool-answer';

/** The resident server, if one runs, answers. */
export const serverCheck: Check = {
  id: 'server',
  title: 'Resident server',
  async run({ servers }) {
    const { found, problem } = await servers();
    const silent = found.filter(({ answers }) => !answers);
    const answering = found.filter(({ answers }) => answers);
    return {
      summary:
        found.length === 0
          ? 'none runs; the first run of a build that was set up starts one'
          : present([
              answering.length > 0 && `process ${answering.map(({ pid }) => pid).join(', ')} answers`,
              silent.length > 0 && `process ${silent.map(({ pid }) => pid).join(', ')} does not answer`,
            ]).join('; '),
      findings: present([
        silent.length > 0 && {
          severity: 'warning' as const,
          message: 'A resident server does not answer. Hits start the launcher instead, which takes longer.',
          evidence: [`process ${silent.map(({ pid }) => pid).join(', ')}`],
          remedy: 'End it with “itk-wrap cache server stop”. The next run starts a new one.',
        },
        problem !== null && {
          severity: 'note' as const,
          message: 'No resident server can run, because the folder of its socket is not private.',
          evidence: [problem],
          remedy: 'Correct the folder’s owner and mode, or set XDG_RUNTIME_DIR to a private folder.',
        },
      ]),
    };
  },
};
