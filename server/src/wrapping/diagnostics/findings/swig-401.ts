import * as l10n from '@vscode/l10n';

/** What follows if a superclass is not wrapped. */
export const swig401 = (): string =>
  l10n.t('SWIG warns “Nothing known about base class” (401), which stops the build.');
