import { swigNameOf } from '../../../index/variable-kind';
import type { WrappedClass } from '../../../index/wrapped-classes';
import type { ScriptContext } from '../../rule';

/** The wrapped classes of ITK for which ITK includes a header by the name of the class, and there is no such header. */
export function classesWithoutOwnHeader({
  facts,
  index,
}: ScriptContext): (WrappedClass & { header: string })[] {
  // A header that makes a class by a macro does not show it: if the file names its headers, nothing is reported.
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
