/** Whole sentences as one text. What is empty or null is left out. */
export const sentences = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(' ');
