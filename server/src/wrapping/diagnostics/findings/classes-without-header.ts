import { swigNameOf } from '../../index/variable-kind';
import type { WrappedClass } from '../../index/wrapped-classes';
import type { ScriptContext } from '../rule';

/** The wrapped classes of ITK without a header named after them, which ITK would include with the options of the build. */
export function classesWithoutOwnHeader({
  facts,
  generated,
  includes,
  index,
}: ScriptContext): (WrappedClass & { header: string })[] {
  // If a macro in a header defines the class, the header does not show it. Files that name their headers are therefore
  // skipped.
  const namesHeaders = facts.occurrences.some(
    ({ kind, role, name }) =>
      kind === 'header' ||
      (kind === 'variable' && role === 'write' && name === 'WRAPPER_AUTO_INCLUDE_HEADERS'),
  );
  if (namesHeaders) return [];
  const isMade = (className: string): boolean =>
    generated?.some(({ instantiations }) => instantiations.some((one) => one.className === className)) ??
    false;
  return facts.classes.flatMap((wrapped) => {
    const { className } = wrapped;
    const header = `${swigNameOf(className)}.h`;
    if (!/^itk::[\w:]+$/.test(className) || index.headersNamed(header).length > 0) return [];
    // It is in the branch of a condition that is not true.
    if (includes && !includes.includes(header) && !isMade(className)) return [];
    return [{ ...wrapped, header }];
  });
}
