// Writes the descriptions of the diagnostics into docs/diagnostics.md, package.json and package.nls.json, from the rules.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../server/src/wrapping/diagnostics/rules/index.ts';
import { diagnosticsPage, withDescriptions, withSettings } from './lib/rule-pages.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function rewrite(file, change) {
  const text = readFileSync(path.join(root, file), 'utf8');
  writeFileSync(path.join(root, file), change(text));
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

rewrite('docs/diagnostics.md', (page) => diagnosticsPage(page, rules));
rewrite('package.json', (text) => json(withSettings(JSON.parse(text), rules)));
rewrite('package.nls.json', (text) => json(withDescriptions(JSON.parse(text), rules)));
