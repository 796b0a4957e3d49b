import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { startOfCommands, typeNameOfWrap } from '../../../index/script-facts';
import { swigNameOf } from '../../../index/variable-kind';
import type { IndexedClass } from '../../../headers/header-index';
import type { Command } from '../../../../cmake/syntax/ast';
import type { WrappedClass } from '../../../index/wrapped-classes';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import { sentences } from '../../../../shared/l10n/sentences';
import type { EditFix, Finding, Related } from '../../diagnostic';
import { changeTo } from '../../fixes';
import type { Rule, ScriptContext } from '../../rule';
import { classesWithoutOwnHeader } from '../../findings/classes-without-header';
import { isDisabled } from '../../findings/is-disabled';

export const includeMissing: Rule = {
  code: 'include-missing',
  defaultSeverity: 'warning',
  summary:
    'ITK includes a header named after the class, but there is no such header; or the file includes none at all.',
  documentation:
    'For `itk::Foo`, `itk_wrap_class` includes `itkFoo.h`; `itk_wrap_named_class` includes nothing. castxml stops with “file not found”, or with “no member named …”. If no header at all defines the class, this is reported only if the modules that this one depends on are known, and if the module has any headers of its own.',
  repair:
    'include the header that defines the class, and switch the automatic include off; or the class that the file is named after.',
  scripts: 'wrap',

  onScript: (context) => [...notIncluded(context), ...withoutOwnHeader(context)],
};

/** Classes of the module with their own SWIG names, for which nothing is included. */
function notIncluded(context: ScriptContext): Finding[] {
  const { facts, index, file } = context;
  // Another class may include it, as may any header.
  const others = facts.classes.some(({ command }) => !isNamed(command));
  if (others || facts.occurrences.some(({ kind }) => kind === 'header')) return [];
  return facts.classes.flatMap(({ className, nameRange, command }): Finding[] => {
    const found = index.classNamed(className);
    if (found === undefined || isDisabled(context, className)) return [];
    if (index.moduleOf(found.file) !== index.moduleOf(file)) return [];
    const header = path.basename(found.file);
    return [
      {
        message: sentences(
          l10n.t('{0} includes no header for {1}.', command.name, className),
          l10n.t('castxml will stop.'),
          l10n.t('The class is defined in {0}.', header),
        ),
        location: { file, range: nameRange },
        related: [definition(found)],
        fixes: [include(context, header, `itk_wrap_include("${header}")\n`)],
      },
    ];
  });
}

const withoutOwnHeader = (context: ScriptContext): Finding[] =>
  classesWithoutOwnHeader(context).flatMap((wrapped): Finding[] => {
    // ITK includes nothing for a class with its own SWIG name. Another class in the file may include the header.
    if (isNamed(wrapped.command)) return [];
    const found = context.index.classNamed(wrapped.className);
    return found === undefined ? definedNowhere(context, wrapped) : definedElsewhere(context, wrapped, found);
  });

/** Whether a command gives its class a SWIG name of its own. */
const isNamed = ({ name }: Command): boolean => /_named_/i.test(name);

type ClassWithoutHeader = WrappedClass & { header: string };

function definedElsewhere(
  context: ScriptContext,
  { className, nameRange, header }: ClassWithoutHeader,
  found: IndexedClass,
): Finding[] {
  const actual = path.basename(found.file);
  const newText = `set(WRAPPER_AUTO_INCLUDE_HEADERS OFF)\nitk_wrap_include("${actual}")\n`;
  return [
    {
      message: l10n.t(
        'There is no {0}, which ITK includes for {1}. castxml will stop with “file not found”. The class is defined in {2}.',
        header,
        className,
        actual,
      ),
      location: { file: context.file, range: nameRange },
      related: [definition(found)],
      fixes: [{ ...include(context, actual, newText), title: l10n.t('Include {0} instead', actual) }],
    },
  ];
}

function definition({ file, line, character }: IndexedClass): Related {
  const at = { line, character };
  return { location: { file, range: { start: at, end: at } }, message: l10n.t('defined here') };
}

/** Adds commands before the others. */
function include({ script }: ScriptContext, header: string, newText: string): EditFix {
  const start = startOfCommands(script);
  return { title: l10n.t('Include {0}', header), edits: [{ range: { start, end: start }, newText }] };
}

/**
 * Reported only if the headers of the module and of all its dependencies are known. A misspelled class is reported by
 * another rule.
 */
function definedNowhere(
  { file, index }: ScriptContext,
  { className, nameRange, header }: ClassWithoutHeader,
): Finding[] {
  const module = index.moduleOf(file);
  if (module === null || index.headerClosure(module) === null || !index.hasScanned(file)) return [];
  const classes = index.allClasses();
  // A module without any header gets its headers from another project, which CMake may fetch.
  if (!classes.some((one) => index.moduleOf(one.file) === module)) return [];
  if (
    nearMisses(
      className,
      classes.map(({ name }) => name),
    ).length > 0
  )
    return [];
  // The file is often named after the class that is meant.
  const type = typeNameOfWrap(file);
  const meant = classes.filter(({ name }) => swigNameOf(name) === type).map(({ name }) => name);
  return [
    {
      message: sentences(
        l10n.t('There is no {0}, which ITK includes for {1}.', header, className),
        l10n.t('castxml will stop with “file not found”.'),
        didYouMean(meant),
      ),
      location: { file, range: nameRange },
      fixes: meant.map((name) => changeTo(name, nameRange)),
    },
  ];
}
