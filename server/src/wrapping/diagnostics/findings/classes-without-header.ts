import { swigNameOf } from '../../index/variable-kind';
import type { WrappedClass } from '../../index/wrapped-classes';
import type { ScriptContext } from '../rule';

/** The wrapped classes of ITK without a header named after them, which ITK would include. */
export function classesWithoutOwnHeader({
  facts,
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
  return facts.classes.flatMap((wrapped) => {
    const header = `${swigNameOf(wrapped.className)}.h`;
    if (!/^itk::[\w:]+$/.test(wrapped.className) || index.headersNamed(header).length > 0) return [];
    return [{ ...wrapped, header }];
  });
}
