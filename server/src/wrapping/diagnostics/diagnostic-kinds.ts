/**
 * Every kind of diagnostic, with its default severity and the sentence that explains it. The editor, `itk-wrap predict`, the
 * settings and docs/diagnostics.md all take them from here; a test compares the last two with this list.
 */

export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';

export interface DiagnosticKind {
  /** The severity unless a setting says otherwise. */
  severity: Exclude<Severity, 'off'>;
  /** One sentence; the description of the setting, and the first sentence of the section in docs/diagnostics.md. */
  summary: string;
  /** The messages of a tool that have severities of their own: a weaker message stays weaker. */
  graded?: true;
}

const kinds = {
  syntax: {
    severity: 'error',
    summary:
      'CMake cannot parse the file: a block, a quote or a parenthesis is not closed, or closes nothing.',
    graded: true,
  },
  'unknown-command': {
    severity: 'error',
    summary: 'Neither CMake nor a file of the workspace defines this command.',
  },
  'unknown-variable': {
    severity: 'warning',
    summary: 'Nothing sets this list or option of the wrapping, so it is empty.',
  },
  'old-variable': {
    severity: 'warning',
    summary: 'Older versions of ITK read this variable, and the current one does not.',
  },
  'invalid-method': {
    severity: 'error',
    summary: 'itk_wrap_class() does not know this wrap method.',
  },
  'too-many-arguments': {
    severity: 'error',
    summary: 'A class takes its name and one wrap method, and here are more arguments.',
  },
  'missing-arguments': {
    severity: 'error',
    summary: 'The class has no name, or itk_wrap_named_class() has no SWIG name.',
  },
  'unclosed-class': {
    severity: 'warning',
    summary: 'itk_end_wrap_class() is missing before the next class or the end of the file.',
  },
  'end-without-class': {
    severity: 'warning',
    summary: 'itk_end_wrap_class() closes nothing: no class is open.',
  },
  'template-outside-class': {
    severity: 'warning',
    summary: 'A template outside of any class is added to the class before it, even to one of another file.',
  },
  'duplicate-mangle': {
    severity: 'error',
    summary: 'Two different C++ types get the same name, because their mangles are the same.',
  },
  'wrapped-twice': {
    severity: 'warning',
    summary: 'The same instantiation is wrapped twice.',
  },
  'invalid-dimensions': {
    severity: 'error',
    summary: 'This is not a valid condition on dimensions.',
  },
  'include-not-found': {
    severity: 'warning',
    summary: 'No include directory has this header.',
  },
  'include-missing': {
    severity: 'warning',
    summary: 'ITK includes a header named after the class, and there is no such header.',
  },
  'class-not-found': {
    severity: 'warning',
    summary: 'No header defines this class, but one defines a class with a similar name.',
  },
  'superclass-not-wrapped': {
    severity: 'warning',
    summary: 'Nothing wraps the superclass of this class.',
  },
  'superclass-outside-dependencies': {
    severity: 'warning',
    summary: 'The superclass is wrapped in a module that this module does not depend on.',
  },
  'argument-not-wrapped': {
    severity: 'warning',
    summary: 'Nothing that is enabled wraps this template argument.',
  },
  'argument-wrapped-later': {
    severity: 'warning',
    summary: 'A later type of the module wraps this template argument.',
  },
  'argument-outside-dependencies': {
    severity: 'warning',
    summary: 'This template argument is wrapped in a module that this module does not depend on.',
  },
  'duplicate-type': {
    severity: 'warning',
    summary: 'Two modules have a .wrap file of the same name.',
  },
  'type-name-cut': {
    severity: 'warning',
    summary: 'The name of the .wrap file has two dots, and CMake cuts it at the first.',
  },
  'no-wrap-files': {
    severity: 'warning',
    summary: 'The wrapping folder of this module has no .wrap file.',
  },
  'misspelt-order': {
    severity: 'warning',
    summary: 'WRAPPING_SUBMODULE_ORDER is ignored: the variable is WRAPPER_SUBMODULE_ORDER.',
  },
  'order-before-module': {
    severity: 'warning',
    summary: 'itk_wrap_module() clears the order that is set before it.',
  },
  'type-without-file': {
    severity: 'error',
    summary: 'The order lists a type that has no .wrap file.',
  },
  'type-listed-twice': {
    severity: 'warning',
    summary: 'The order lists a type twice.',
  },
  'undefined-type': {
    severity: 'error',
    summary: 'This type variable (ITKT_, ITKM_ or ITKN_) is not defined with the options of the build.',
  },
  'unknown-pixel-type': {
    severity: 'error',
    summary: 'No image type with this pixel type is known with the options of the build.',
  },
  'empty-template-argument': {
    severity: 'error',
    summary: 'A template argument of the generated C++ type is empty.',
  },
  'nothing-wrapped': {
    severity: 'information',
    summary: 'Nothing of this class is wrapped with the options of the build.',
  },
  'cmake-error': {
    severity: 'error',
    summary: 'CMake would report this error.',
  },
  'cmake-warning': {
    severity: 'warning',
    summary: 'CMake would print this warning.',
  },
  'configure-needed': {
    severity: 'information',
    summary: 'The build does not have this .wrap file yet.',
  },
  'pkl-missing': {
    severity: 'warning',
    summary: 'pkl files that igenerator wrote are gone, and ninja does not notice.',
  },
  'stamp-missing': {
    severity: 'warning',
    summary: 'The stamp that igenerator wrote is gone.',
  },
  castxml: {
    severity: 'error',
    summary: 'castxml said this in its last run.',
    graded: true,
  },
  igenerator: {
    severity: 'error',
    summary: 'igenerator said this in its last run.',
    graded: true,
  },
  swig: {
    severity: 'error',
    summary: 'SWIG said this in its last run.',
    graded: true,
  },
} satisfies Record<string, DiagnosticKind>;

export type DiagnosticCode = keyof typeof kinds;

/** All kinds by their code, in the order of the documentation. */
export const diagnosticKinds: Readonly<Record<DiagnosticCode, DiagnosticKind>> = kinds;

/** The kind of a code; undefined if there is no such code. */
export function kindOf(code: string): DiagnosticKind | undefined {
  return Object.hasOwn(kinds, code) ? kinds[code as DiagnosticCode] : undefined;
}
