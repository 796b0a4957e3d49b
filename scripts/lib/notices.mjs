// Collects the licenses of everything bundled from the packages themselves. The licenses require a notice in each copy.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Licenses whose terms are met by including their text. */
export const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

const LICENSE_FILE = /^(?:licen[cs]e|copying)(?:[.-].*)?$/i;

/**
 * The npm packages that files come from, sorted by name: `{ name, version, license, text }`. `files` are paths relative to
 * `root`. Files outside any package are ignored. Throws for a package without a license text, or with a license that is not
 * in `ALLOWED`.
 */
export async function packagesOf(files, root) {
  const folders = new Set();
  for (const file of files) {
    const folder = /^(.*(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll('\\', '/'))?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  const packages = await Promise.all([...folders].map((folder) => packageIn(path.resolve(root, folder))));
  const byName = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function packageIn(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  if (!ALLOWED.includes(license))
    throw new Error(
      `${name} ${version} is bundled under ${license ?? 'no license'}, which scripts/lib/notices.mjs does not allow.`,
    );
  const names = (await readdir(folder)).filter((file) => LICENSE_FILE.test(file)).sort();
  const texts = await Promise.all(names.map((file) => readFile(path.join(folder, file), 'utf8')));
  const own = texts.map((each) => each.replaceAll('\r\n', '\n').trim()).join('\n\n');
  const text = own || (license === 'MIT' && name in MIT_OWNERS ? mitText(MIT_OWNERS[name]) : '');
  if (text === '') throw new Error(`${name} ${version} is bundled, but has no license text in ${folder}.`);
  return { name, version, license, text };
}

/** Packages under the MIT license whose text is only in their repository, by the copyright holder. */
const MIT_OWNERS = { '@vscode/l10n': 'Microsoft Corporation' };

const mitText = (owner) => `MIT License

Copyright (c) ${owner}.

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE`;

/** The text of the file that ships next to the bundles. */
export function noticesText(packages) {
  return [
    'Parts of this program come from the packages below, each under the terms that follow its name.\n',
    ...packages.map(
      ({ name, version, license, text }) => `${'='.repeat(78)}\n${name} ${version} (${license})\n\n${text}\n`,
    ),
  ].join('\n');
}
