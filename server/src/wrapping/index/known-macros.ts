import * as l10n from '@vscode/l10n';
import { sentences } from '../../shared/l10n/sentences';
/**
 * What ITK's wrapping macros accept beyond their named parameters, and the keywords that they know. No signature says this.
 * Source: TypedefMacros.cmake.
 */

/** The methods of `itk_wrap_class` and similar macros, with what each makes. */
export const wrapMethods: Record<string, () => string> = {
  POINTER: () =>
    sentences(
      l10n.t('The class and its smart pointer `Pointer`.'),
      l10n.t('Use it for `itk::Object` and classes derived from it.'),
    ),
  POINTER_WITH_CONST_POINTER: () => l10n.t('The class, `Pointer` and `ConstPointer`.'),
  POINTER_WITH_SUPERCLASS: () =>
    sentences(
      l10n.t('The class, its `Superclass`, and the pointers of both.'),
      l10n.t('Use it if nothing else wraps the superclass.'),
    ),
  POINTER_WITH_2_SUPERCLASSES: () =>
    l10n.t('The class, its superclass and the superclass of that, and the pointers of all three.'),
  EXPLICIT_SPECIALIZATION: () => l10n.t('The class, which C++ specializes for these arguments.'),
  POINTER_WITH_EXPLICIT_SPECIALIZATION: () =>
    l10n.t('The class, which C++ specializes for these arguments, and its `Pointer`.'),
  ENUM: () => l10n.t('A class that only holds enumerations.'),
  AUTOPOINTER: () => l10n.t('The class and its `SelfAutoPointer`.'),
};

const optional: Record<string, string[]> = {
  itk_wrap_class: ['[method]'],
  itk_wrap_named_class: ['[method]'],
  itk_wrap_simple_class: ['[method]'],
  itk_wrap_named_simple_class: ['[method]'],
  itk_wrap_image_filter: ['[dimensions…]'],
  itk_wrap_image_filter_combinations: ['types1', 'types2…', '[dimensions]'],
  itk_wrap_image_filter_types: ['type1', 'type2…', '[dimensions]'],
  wrap_type: ['[headers…]'],
};

/** The parameters that a macro reads from ARGN, in brackets if they are optional. */
export function optionalParameters(macro: string): readonly string[] {
  return optional[macro.toLowerCase()] ?? [];
}

const snippets: Record<string, string> = {
  itk_wrap_class:
    'itk_wrap_class("itk::${1:Class}" ${2|POINTER,POINTER_WITH_SUPERCLASS,POINTER_WITH_2_SUPERCLASSES,POINTER_WITH_CONST_POINTER,EXPLICIT_SPECIALIZATION,ENUM,AUTOPOINTER|})\n$0\nitk_end_wrap_class()',
  itk_wrap_simple_class:
    'itk_wrap_simple_class("itk::${1:Class}" ${2|POINTER,POINTER_WITH_SUPERCLASS,POINTER_WITH_CONST_POINTER|})',
  itk_wrap_template: 'itk_wrap_template("${1:mangle}" "${2:types}")',
  itk_wrap_include: 'itk_wrap_include("${1:itkHeader.h}")',
  itk_wrap_image_filter: 'itk_wrap_image_filter("${1:\\${WRAP_ITK_SCALAR\\}}" ${2:2})',
  itk_wrap_image_filter_combinations:
    'itk_wrap_image_filter_combinations("${1:\\${WRAP_ITK_SCALAR\\}}" "${2:\\${WRAP_ITK_SCALAR\\}}")',
  itk_end_wrap_class: 'itk_end_wrap_class()',
  itk_wrap_filter_dims: 'itk_wrap_filter_dims(${1:dims} "${2:2+}")',
};

/** A snippet that shows how a macro is used, or null if its parameters are enough. */
export function snippetOf(macro: string): string | null {
  return snippets[macro.toLowerCase()] ?? null;
}
