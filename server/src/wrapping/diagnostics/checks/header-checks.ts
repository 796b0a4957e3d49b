import path from 'node:path';
import type { Range } from '../../../shared/text-range';
import { startOfCommands } from '../../index/script-facts';
import { swigNameOf } from '../../index/variable-kind';
import type { IndexedClass, WorkspaceIndex } from '../../index/workspace-index';
import type { CheckContext, Finding, Fix } from './finding';
import { nearMisses } from './near-miss';

/** Headers of ITK and of the libraries in it: others may be the compiler's own, whose folders nobody knows here. */
const LOOKED_FOR = /^(?:itk|vnl|vcl)[\w./-]*\.(?:h|hxx|hpp)$/;

/** Headers that no include folder has. C++'s own and those of third parties are not looked for. */
export function checkIncludes({ facts, index, file, absentHeaders }: CheckContext): Finding[] {
  return facts.occurrences.flatMap(({ kind, name, range }): Finding[] => {
    if (kind !== 'header' || index.headersNamed(name).length > 0) return [];
    // Some headers are generated: without a build whose folders were searched, only a near miss tells.
    const searched = absentHeaders?.get(name);
    const near = nearMisses(name, index.headerNames());
    if (searched === undefined && (near.length === 0 || !/^itk\w+\.h$/.test(name))) return [];
    const module = index.moduleOf(file);
    const where =
      searched === undefined
        ? `No include folder${module === null ? '' : ` of ${module} or another module`} has ${name}`
        : `None of the ${searched} include folders of this build’s castxml run has ${name}`;
    return [
      {
        code: 'include-not-found',
        message: `${where}: castxml will stop with “file not found”.${near.length > 0 ? ` Did you mean ${near[0]}?` : ''}`,
        range,
        fixes: near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
      },
    ];
  });
}

/** Whether a header can be searched for in the include folders of a build. */
export const isLookedFor = (name: string): boolean => LOOKED_FOR.test(name);

/** Classes that no header defines, and those whose header nobody includes. */
export function checkClassHeaders(context: CheckContext): Finding[] {
  const { facts, index } = context;
  // What a header makes by a macro is not found in it: where the file names its headers, nothing is said.
  if (!includesItself(context) || facts.occurrences.some(({ kind }) => kind === 'header')) return [];
  return facts.classes.flatMap(({ className, nameRange, command }): Finding[] => {
    if (!/^itk::[\w:]+$/.test(className)) return [];
    const found = index.classNamed(className);
    if (found === undefined) return notFound(index, className, nameRange);
    // With a SWIG name of its own, a class brings no header along: another class of the file may.
    if (/_named_/i.test(command.name)) return [];
    const own = `${swigNameOf(className)}.h`;
    if (index.headersNamed(own).length > 0) return [];
    return [notIncluded(context, className, nameRange, own, found)];
  });
}

function notFound(index: WorkspaceIndex, className: string, range: Range): Finding[] {
  // Where the header is there, the class is perhaps made by a macro or an alias.
  if (index.headersNamed(`${swigNameOf(className)}.h`).length > 0) return [];
  const names = [...index.allClasses()].map(({ name }) => name);
  const near = nearMisses(className, names);
  if (near.length === 0) return [];
  return [
    {
      code: 'class-not-found',
      message: `No header of the workspace defines ${className}: castxml will stop. Did you mean ${near[0]}?`,
      range,
      fixes: near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
    },
  ];
}

/** The class's own header is included of itself, by its name, unless the file says that it is not. */
function includesItself({ facts }: CheckContext): boolean {
  return !facts.occurrences.some(
    ({ kind, role, name }) =>
      kind === 'variable' && role === 'write' && name === 'WRAPPER_AUTO_INCLUDE_HEADERS',
  );
}

function notIncluded(
  { script }: CheckContext,
  className: string,
  range: Range,
  own: string,
  found: IndexedClass,
): Finding {
  const header = path.basename(found.file);
  const start = startOfCommands(script);
  const lines = `set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\nitk_wrap_include("${header}")\n`;
  const fix: Fix = {
    title: `Include ${header} instead`,
    edits: [{ range: { start, end: start }, newText: lines }],
  };
  const at = { line: found.line, character: found.character };
  return {
    code: 'include-missing',
    message: `ITK includes ${own} for ${className}, and there is no such header: castxml will stop with “file not found”. The class is defined in ${header}.`,
    range,
    related: [{ location: { file: found.file, range: { start: at, end: at } }, message: 'defined here' }],
    fixes: [fix],
  };
}
