import * as l10n from '@vscode/l10n';
import { changeTo } from '../../fixes';
import type { Finding } from '../../diagnostic';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import type { Rule } from '../../rule';
import { sentences } from '../../../../shared/l10n/sentences';

export const includeNotFound: Rule = {
  code: 'include-not-found',
  defaultSeverity: 'warning',
  summary: 'No include directory has this header.',
  documentation:
    'Reported if a header with a similar name exists, or if the active build has the module and none of the include directories of its castxml run has the header. Only headers of ITK and VXL are looked for.',
  repair: 'the similar names.',
  scripts: 'wrap',

  onScript: ({ facts, includes, index, file, absentHeaders }) =>
    facts.occurrences.flatMap(({ kind, name, range }): Finding[] => {
      if (kind !== 'header' || index.headersNamed(name).length > 0) return [];
      // It is in the branch of a condition that is not true.
      if (includes && !includes.includes(name)) return [];
      // Some headers are generated. Without a build whose include directories were searched, only a similar name is
      // evidence.
      const searched = absentHeaders?.get(name);
      const near = nearMisses(name, index.headerNames());
      if (searched === undefined && (near.length === 0 || !/^itk\w+\.h$/.test(name))) return [];
      const module = index.moduleOf(file);
      const place =
        searched === undefined
          ? module === null
            ? l10n.t('No include directory has {0}.', name)
            : l10n.t('No include directory of {0} or another module has {1}.', module, name)
          : l10n.t(
              'None of the {0} include directories of this build’s castxml run has {1}.',
              searched,
              name,
            );
      return [
        {
          message: sentences(place, l10n.t('castxml will stop with “file not found”.'), didYouMean(near)),
          location: { file, range },
          fixes: near.map((other) => changeTo(other, range)),
        },
      ];
    }),
};

/**
 * Headers of ITK and its bundled libraries. Other headers may be in the compiler's own directories, which are not known
 * here.
 */
const LOOKED_FOR = /^(?:itk|vnl|vcl)[\w./-]*\.(?:h|hxx|hpp)$/;

/** Whether a header can be searched for in the include directories of a build. */
export const isLookedFor = (name: string): boolean => LOOKED_FOR.test(name);
