import type { Rule } from '../../rule';
import { lastRunMessages } from '../../findings/last-run-messages';

export const castxml: Rule = {
  code: 'castxml',
  defaultSeverity: 'error',
  summary: 'castxml reported this in its last run.',
  documentation:
    'Shown on the line of the `.wrap` file that made the instantiation. A weaker message keeps its severity. The next run that succeeds removes it, wherever that runs. Runs of `itk-wrap` are known, and those of a build whose castxml goes through the cache (docs/setup.md). Other builds keep nothing of what castxml says: `.ninja_log` has no text.',
  graded: true,
  scripts: 'all',
  severalPerLine: true,

  onBuild: (context) => lastRunMessages(context, 'castxml'),
};
