import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './repository';

/** All texts of the extension in a made-up language: each is in ⟦⟧, and what it is given is in ⟨⟩. */
export function pseudoTranslations(): Record<string, string> {
  const bundle = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8')) as object;
  return Object.fromEntries(
    Object.keys(bundle).map((text) => [text, `⟦${text.replace(/\{\d+\}/g, '⟨$&⟩')}⟧`]),
  );
}

/** Words that are the same in every language: names of programs, formats, languages and parts of the build. */
const NAMES = new Set(
  [
    'itk castxml swig cmake ninja igenerator pkl stubs cpp index inc cxx wrap png svg',
    // The sample's modules, and words of its options.
    'Core Common Filtering Segmentation Thresholding Modules',
  ]
    .join(' ')
    .split(' '),
);

/** The words of a text that are not translated and are neither names nor code. Markdown counts as it is shown. */
export function untranslatedWords(text: string): string[] {
  const shown = outsideOfTranslations(
    text
      // The name of what a hover is about.
      .replace(/^\*\*[^*⟦]*\*\*/gm, ' ')
      .replace(/```[\s\S]*?```/g, ' ')
      .replace(/(`+)[\s\S]*?\1/g, ' ')
      .replace(/\]\((?:[^()\s]|\([^()]*\))*(?: "[^"]*")?\)/g, '] ')
      .replace(/\$\([\w-]+\)/g, ' '),
  );
  return shown.split(/[\s,;·…()[\]“”"*|]+/).filter((word) => {
    const bare = word.replace(/^['’]+|[.:!?'’]+$/g, '');
    return /^(?:[A-Z]?[a-z]{2,})$/.test(bare) && !NAMES.has(bare) && !NAMES.has(bare.toLowerCase());
  });
}

/** Fails if a text is empty of translations, or has words beside them. */
export function assertTranslated(what: string, text: string): void {
  assert.deepEqual(untranslatedWords(text), [], `${what}: ${text}`);
}

/** What is in no ⟦⟧, or in ⟨⟩ within. */
function outsideOfTranslations(text: string): string {
  let outside = '';
  const open: string[] = [];
  for (const character of text) {
    if (character === '⟦' || character === '⟨') {
      open.push(character);
      outside += ' ';
    } else if (character === '⟧' || character === '⟩') {
      open.pop();
      outside += ' ';
    } else if (open.at(-1) !== '⟦') outside += character;
  }
  return outside;
}
