/** The first text for a count of one, else the second: `plural(n, l10n.t('1 type'), l10n.t('{0} types', n))`. */
export const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);
