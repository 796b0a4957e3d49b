import { changeTo } from '../../fixes';
import type { Finding } from '../../diagnostic';
import { nearMisses } from '../../near-miss';
import type { Rule } from '../../rule';
import { didYouMean } from '../../wording';

export const includeNotFound: Rule = {
  code: 'include-not-found',
  defaultSeverity: 'warning',
  summary: 'No include directory has this header.',
  documentation:
    'Reported if a header with a similar name exists, or if the active build has the module and none of the include directories of its castxml run has the header. Only headers of ITK and VXL are looked for.',
  repair: 'the similar names.',
  scripts: 'wrap',

  onScript: ({ facts, index, file, absentHeaders }) =>
    facts.occurrences.flatMap(({ kind, name, range }): Finding[] => {
      if (kind !== 'header' || index.headersNamed(name).length > 0) return [];
      // Some headers are generated. Without a build whose include directories were searched, only a similar name is
      // evidence.
      const searched = absentHeaders?.get(name);
      const near = nearMisses(name, index.headerNames());
      if (searched === undefined && (near.length === 0 || !/^itk\w+\.h$/.test(name))) return [];
      const module = index.moduleOf(file);
      const place =
        searched === undefined
          ? `No include directory${module === null ? '' : ` of ${module} or another module`} has ${name}`
          : `None of the ${searched} include directories of this build’s castxml run has ${name}`;
      return [
        {
          message: `${place}. castxml will stop with “file not found”.${didYouMean(near)}`,
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
