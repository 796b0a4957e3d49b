import type { Rule } from '../../rule';
import { lastRunMessages } from '../../findings/last-run-messages';

export const igenerator: Rule = {
  code: 'igenerator',
  defaultSeverity: 'error',
  summary: 'igenerator reported this in its last run.',
  documentation:
    'Shown at the type that it is about. A weaker message keeps its severity. Runs of `itk-wrap` are known. If igenerator.py itself stops, its last words are shown at the type that they name, else in the module’s `wrapping/CMakeLists.txt`.',
  graded: true,
  scripts: 'all',
  severalPerLine: true,

  onBuild: (context) => lastRunMessages(context, 'igenerator'),
};
