import * as l10n from '@vscode/l10n';
import { fromByteString } from '../../../../cmake/values/byte-string';
import type { Location } from '../../../../shared/text-range';
import type { Finding } from '../../diagnostic';
import { undefinedAfterCut } from '../../names-after-cut';
import type { Rule } from '../../rule';

export const undefinedType: Rule = {
  code: 'undefined-type',
  defaultSeverity: 'error',
  summary: 'This type variable (ITKT_, ITKM_ or ITKN_) is not defined with the options of the build.',
  documentation:
    'CMake does not report this. The generated C++ has an empty argument, and clang reports an error in another place. Found by the evaluation. After an unknown command, which ends the evaluation of the file, only names similar to a defined one are reported.',
  evenInBrokenText: true,

  onEvaluation: ({ observations, record, programs }) => [
    ...observations.flatMap(({ kind, subject, location }) =>
      kind === 'undefined-type' ? [undefinedAt(subject, location)] : [],
    ),
    ...(record ? undefinedAfterCut(record, programs) : []).map(({ name, range }) =>
      undefinedAt(name, { file: fromByteString(record!.wrap), range }),
    ),
  ],
};

const undefinedAt = (name: string, location: Location): Finding => ({
  message: l10n.t(
    '{0} is not defined with the options of this build, so the generated C++ has an empty argument here.',
    name,
  ),
  location,
  unknownName: name,
});
