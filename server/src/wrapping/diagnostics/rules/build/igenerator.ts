import type { Rule } from '../../rule';
import { methodTypeNotWrapped } from '../instantiations/method-type-not-wrapped';
import { familyOf } from '../../findings/instantiations/method-types';
import { lastRunMessages } from '../../findings/last-run-messages';

export const igenerator: Rule = {
  code: 'igenerator',
  defaultSeverity: 'error',
  summary: 'igenerator reported this in its last run.',
  documentation:
    'Shown at the type that it is about. A weaker message keeps its severity. Runs of `itk-wrap` are known. If igenerator.py itself stops, its last words are shown at the type that they name, else in the module’s `wrapping/CMakeLists.txt`. What `method-type-not-wrapped` says already is not repeated.',
  graded: true,
  scripts: 'all',
  severalPerLine: true,

  isSaidBy({ message }, { code, data }) {
    const type = NOT_WRAPPED.exec(message)?.[1];
    return code === methodTypeNotWrapped.code && type !== undefined && familyOf(type) === data?.family;
  },

  onBuild: (context) => lastRunMessages(context, 'igenerator'),
};

/** Its warning 4. */
const NOT_WRAPPED = /ITK type not wrapped, or currently not known: (\S.*)/;
