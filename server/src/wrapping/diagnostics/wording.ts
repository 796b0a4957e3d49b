import * as l10n from '@vscode/l10n';

/** Parts of messages that several rules use. */

export const swig401 = (): string =>
  l10n.t('SWIG warns “Nothing known about base class” (401), which stops the build.');

export const unknownParameter = (className: string): string =>
  l10n.t('Python will warn “Unknown parameter” when {0} is imported.', className);
