import * as l10n from '@vscode/l10n';

/** What follows if Python does not know a template argument. Source: `__find_param__` in ITK's template_class.py. */
export const unknownParameter = (className: string): string =>
  l10n.t('Python will warn “Unknown parameter” when {0} is imported.', className);
