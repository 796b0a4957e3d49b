import path from 'node:path';
import { builtinNames } from '../../cmake/builtins';
import { innerRange, visitCommands } from '../../cmake/walk';
import { typeNameOfWrap } from '../facts';
import type { WorkspaceIndex } from '../workspaceIndex';
import type { CheckContext, Finding } from './finding';
import { nearMisses } from './nearMiss';

/** Commands that neither CMake nor a file of the workspace defines. Without ITK's macros at hand, nothing is said. */
export function checkCommands({ facts, index, file, script }: CheckContext): Finding[] {
  if (index.definitionsOf('itk_wrap_class').length === 0) return [];
  const includes = [...visitCommands(script.statements)].some(({ command: { name } }) =>
    /^(?:include|find_package)$/i.test(name),
  );
  return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
    if (kind !== 'command' || role !== 'read' || index.definitionsOf(name).length > 0) return [];
    const near = nearMisses(name, commandNames(index));
    // A script that includes others may have its commands from files that nobody indexed.
    if (near.length === 0 && (includes || !file.endsWith('.wrap'))) return [];
    return [
      {
        code: 'unknown-command',
        message: `Nothing defines ${name}(): CMake stops with “Unknown CMake command”.${near.length > 0 ? ` Is ${near[0]} meant?` : ''}`,
        range,
        fixes: near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
      },
    ];
  });
}

function* commandNames(index: WorkspaceIndex): Generator<string> {
  yield* builtinNames();
  for (const { name, file } of index.allDefinitions()) if (!file.endsWith('.wrap')) yield name;
}

const SETTINGS = /^(?:WRAP_ITK_|ITK_WRAP_)\w+$/;

/** Lists and options of the wrapping that nobody sets: they are empty, and nothing is wrapped. */
export function checkVariables({ facts, index }: CheckContext): Finding[] {
  if (index.definitionsOf('itk_wrap_class').length === 0) return [];
  return facts.occurrences.flatMap(({ kind, name, range, role }): Finding[] => {
    if (kind !== 'variable' || role !== 'read' || !SETTINGS.test(name) || isSet(index, name)) return [];
    const known = index
      .namesOf('variable')
      .flatMap(([other]) => (SETTINGS.test(other) && isSet(index, other) ? [other] : []));
    const near = nearMisses(name, known);
    if (near.length === 0) return [];
    return [
      {
        code: 'unknown-variable',
        message: `Nothing sets ${name}: it is empty, CMake does not say so, and nothing is wrapped. Is ${near[0]} meant?`,
        range,
        fixes: near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
      },
    ];
  });
}

const isSet = (index: WorkspaceIndex, name: string): boolean =>
  index.occurrencesOf('variable', name).some(({ occurrence: { role } }) => role === 'write');

/** Headers that no include folder of a module has. C++'s own and those of third parties are not looked for. */
export function checkIncludes({ facts, index, file }: CheckContext): Finding[] {
  return facts.occurrences.flatMap(({ kind, name, range }): Finding[] => {
    if (kind !== 'header' || !/^itk\w+\.h$/.test(name) || index.headersNamed(name).length > 0) return [];
    const near = nearMisses(name, index.headerNames());
    const module = index.moduleOf(file);
    // Some headers are generated at configure time: without a near miss, what is missing cannot be told.
    if (near.length === 0) return [];
    return [
      {
        code: 'include-not-found',
        message: `No include folder${module === null ? '' : ` of ${module} or another module`} has ${name}: castxml will stop with “file not found”. Is ${near[0]} meant?`,
        range,
        fixes: near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
      },
    ];
  });
}

/** One name for two types of one build, and names that CMake cuts. */
export function checkTypeName({ file, index }: CheckContext): Finding[] {
  if (!file.endsWith('.wrap')) return [];
  const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const findings: Finding[] = [];
  const base = path.basename(file);
  if (base.split('.').length > 2)
    findings.push({
      code: 'type-name-cut',
      message: `CMake cuts the name ${base} at its first dot: this type is ${typeNameOfWrap(file)}.`,
      range: start,
    });
  const module = index.moduleOf(file);
  const others = index
    .wrapsOf(typeNameOfWrap(file))
    .filter((other) => other !== file && index.moduleOf(other) !== module);
  if (others.length > 0)
    findings.push({
      code: 'duplicate-type',
      message: `${others.length === 1 ? 'Another module has' : `${others.length} other modules have`} a type ${typeNameOfWrap(file)}: in one build they overwrite each other’s files.`,
      range: start,
      related: others.map((other) => ({
        location: { file: other, range: start },
        message: index.moduleOf(other) ?? other,
      })),
    });
  return findings;
}

/** A wrapped class whose superclass nobody wraps: SWIG's warning 401, which stops the build. */
export function checkSuperclasses({ facts, index, file }: CheckContext): Finding[] {
  if (!file.endsWith('.wrap')) return [];
  return facts.classes.flatMap(({ className, methods, nameRange, command }): Finding[] => {
    const found = index.classNamed(className);
    if (!found?.superclass || methods.some((method) => method.includes('SUPERCLASS'))) return [];
    const superclass = resolveSuperclass(index, className, found.superclass);
    if (superclass === null || isWrapped(index, superclass)) return [];
    const pointer = command.args.find(({ kind, text }) => kind === 'unquoted' && text === 'POINTER');
    return [
      {
        code: 'superclass-not-wrapped',
        message: `No .wrap wraps ${superclass}, the superclass of ${className}: SWIG warns “Nothing known about base class” (401), which stops the build.`,
        range: nameRange,
        related: [
          {
            location: {
              file: found.file,
              range: {
                start: { line: found.line, character: found.character },
                end: { line: found.line, character: found.character },
              },
            },
            message: `: public ${found.superclass}`,
          },
        ],
        fixes: pointer
          ? [
              {
                title: 'Wrap the superclass too: POINTER_WITH_SUPERCLASS',
                edits: [{ range: innerRange(pointer), newText: 'POINTER_WITH_SUPERCLASS' }],
              },
            ]
          : [],
      },
    ];
  });
}

/** The full name of a base class as C++ would look it up from the class; null where no header known defines it. */
function resolveSuperclass(index: WorkspaceIndex, className: string, written: string): string | null {
  // `Traits<T>::SuperclassType` depends on the arguments.
  const bare = written.replace(/<[\s\S]*>$/, '').trim();
  if (!/^[\w:]+$/.test(bare)) return null;
  const scopes = className.split('::').slice(0, -1);
  for (; scopes.length > 0; scopes.pop()) {
    const name = [...scopes, bare].join('::');
    if (index.classNamed(name)) return name;
  }
  return index.classNamed(bare) ? bare : null;
}

/** Superclasses that some class wraps along with itself, by the state of the index that they were found in. */
let wrappedAlong: { index: WorkspaceIndex; revision: number; names: Set<string> } | null = null;

function superclassesWrappedAlong(index: WorkspaceIndex): Set<string> {
  if (wrappedAlong?.index === index && wrappedAlong.revision === index.revision) return wrappedAlong.names;
  const names = new Set<string>();
  for (const file of index.files())
    for (const { className, methods } of index.factsOf(file)?.classes ?? []) {
      let name: string | null = className;
      for (let up = superclassesOf(methods); up > 0 && name !== null; up--) {
        const written: string | null | undefined = index.classNamed(name)?.superclass;
        name = written ? resolveSuperclass(index, name, written) : null;
        if (name !== null) names.add(name);
      }
    }
  wrappedAlong = { index, revision: index.revision, names };
  return names;
}

function superclassesOf(methods: readonly string[]): number {
  if (methods.includes('POINTER_WITH_2_SUPERCLASSES')) return 2;
  return methods.includes('POINTER_WITH_SUPERCLASS') ? 1 : 0;
}

function isWrapped(index: WorkspaceIndex, className: string): boolean {
  if (index.occurrencesOf('class', className).length > 0) return true;
  if (superclassesWrappedAlong(index).has(className)) return true;
  return index.allFamilies().some(({ family }) => family.className === className);
}
