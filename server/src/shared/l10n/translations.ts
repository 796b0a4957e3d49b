import { config } from '@vscode/l10n';

/** More than any editor's bundle for this extension has. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Says what the texts are in the user's language, before any of them is made. Without translations they are English.
 * @param bundle the translations by their English texts, as `vscode.l10n.bundle` has them; whatever is no text is left out
 */
export function useTranslations(bundle: unknown): void {
  inUse = checkedTranslations(bundle);
  config({ contents: inUse });
}

/** What `useTranslations` was given, for another thread, which has texts of its own. */
export const translationsInUse = (): Readonly<Record<string, string>> => inUse;

let inUse: Record<string, string> = {};

/** The texts of a bundle, as far as they fit into the limit. A client may send anything. */
export function checkedTranslations(bundle: unknown): Record<string, string> {
  const checked: Record<string, string> = Object.create(null) as Record<string, string>;
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) return checked;
  let characters = 0;
  for (const [english, translated] of Object.entries(bundle)) {
    if (typeof translated !== 'string') continue;
    characters += english.length + translated.length;
    if (characters > MAX_CHARACTERS) break;
    checked[english] = translated;
  }
  return checked;
}
