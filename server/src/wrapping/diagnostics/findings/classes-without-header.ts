import { swigNameOf } from '../../index/variable-kind';
import type { WrappedClass } from '../../index/wrapped-classes';
import type { ScriptContext } from '../rule';
import { isDisabled } from './is-disabled';

/** The wrapped classes of ITK without a header named after them, which ITK would include with the options of the build. */
export function classesWithoutOwnHeader(context: ScriptContext): (WrappedClass & { header: string })[] {
  const { facts, index } = context;
  // If a macro in a header defines the class, the header does not show it. Files that name their headers are therefore
  // skipped.
  const namesHeaders = facts.occurrences.some(
    ({ kind, role, name }) =>
      kind === 'header' ||
      (kind === 'variable' && role === 'write' && name === 'WRAPPER_AUTO_INCLUDE_HEADERS'),
  );
  if (namesHeaders) return [];
  return facts.classes.flatMap((wrapped) => {
    const { className } = wrapped;
    const header = `${swigNameOf(className)}.h`;
    if (!/^itk::[\w:]+$/.test(className) || index.headersNamed(header).length > 0) return [];
    if (isDisabled(context, className)) return [];
    return [{ ...wrapped, header }];
  });
}
