import * as l10n from '@vscode/l10n';
import { sentences } from '../../../../shared/l10n/sentences';
import type { Range } from '../../../../shared/text-range';
import { contains } from '../../../index/wrapped-classes';
import type { Finding } from '../../diagnostic';
import type { Rule, ScriptContext } from '../../rule';

export const pointerMissing: Rule = {
  code: 'pointer-missing',
  defaultSeverity: 'error',
  summary: 'The class has no such pointer type.',
  documentation:
    'POINTER wraps `Foo::Pointer`, POINTER_WITH_CONST_POINTER also `Foo::ConstPointer`, AUTOPOINTER `Foo::SelfAutoPointer`. If neither the class nor any of its bases mentions it, castxml stops with “no type named …”. What the headers do not decide is not reported. Found by the evaluation.',
  repair: 'remove the wrap method.',
  scripts: 'wrap',

  onScript: (context) =>
    context.facts.classes.flatMap(({ className, command, range }): Finding[] => {
      const method = command.args.find(({ kind, text }) => kind === 'unquoted' && text in POINTERS);
      if (method === undefined) return [];
      const pointer = POINTERS[method.text]!.find((name) => lacks(context, range, name));
      if (pointer === undefined) return [];
      const found = context.index.classNamed(className);
      const at = found && { line: found.line, character: found.character };
      const before = command.args[command.args.indexOf(method) - 1];
      return [
        {
          message: sentences(
            l10n.t('{0} has no type {1}, which {2} wraps.', className, pointer, method.text),
            l10n.t('castxml will stop here.'),
          ),
          location: { file: context.file, range: method.range },
          related: at
            ? [
                {
                  location: { file: found.file, range: { start: at, end: at } },
                  message: l10n.t('defined here'),
                },
              ]
            : [],
          fixes: before
            ? [
                {
                  title: l10n.t('Remove {0}', method.text),
                  edits: [{ range: { start: before.range.end, end: method.range.end }, newText: '' }],
                },
              ]
            : [],
        },
      ];
    }),
};

/** The pointer types that a wrap method wraps. Source: itk_wrap_one_type() in ITK’s TypedefMacros.cmake. */
const POINTERS: Readonly<Record<string, readonly string[]>> = {
  POINTER: ['Pointer'],
  POINTER_WITH_CONST_POINTER: ['Pointer', 'ConstPointer'],
  POINTER_WITH_SUPERCLASS: ['Pointer'],
  POINTER_WITH_2_SUPERCLASSES: ['Pointer'],
  AUTOPOINTER: ['SelfAutoPointer'],
};

/** Whether an instantiation of the class certainly has no such type. */
function lacks({ generated, index }: ScriptContext, ofClass: Range, name: string): boolean {
  const types = index.types();
  return (generated ?? [])
    .filter(({ range }) => contains(ofClass, range.start))
    .flatMap(({ instantiations }) => instantiations)
    .some(({ cppType }) => {
      const type = types.typeOf(cppType);
      return type !== null && types.lacksMember(type, name);
    });
}
