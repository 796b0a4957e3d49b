import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundledPackages } from '../../../scripts/lib/bundle.mjs';
import { noticesText, packagesOf } from '../../../scripts/lib/notices.mjs';
import { root } from '../../support/repository';

interface Manifest {
  dependencies?: object;
  devDependencies?: object;
  license: string;
}

interface Package {
  name: string;
  version: string;
  license: string;
  text: string;
}

describe('the notices of bundled packages', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'notices-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const addPackage = (at: string, license: string | undefined, files: Record<string, string>): void => {
    const dir = path.join(folder, at);
    mkdirSync(dir, { recursive: true });
    const name = at.replace(/^.*node_modules\//, '');
    writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(dir, file), text);
  };
  const read = (...files: string[]): Promise<Package[]> => packagesOf(files, folder);

  it('lists each package once, including nested ones, with its license text', async () => {
    addPackage('node_modules/a', 'MIT', { LICENSE: 'Copyright A\n' });
    addPackage('node_modules/a/node_modules/@x/b', 'ISC', { 'license.md': 'Copyright B\r\n' });
    const found = await read(
      'src/own.ts',
      'node_modules/a/i.js',
      'node_modules/a/j.js',
      'node_modules/a/node_modules/@x/b/i.js',
    );
    assert.deepEqual(
      found.map(({ name, text }) => [name, text]),
      [
        ['@x/b', 'Copyright B'],
        ['a', 'Copyright A'],
      ],
    );
    assert.match(noticesText(found), /a 1\.2\.3 \(MIT\)\n\nCopyright A/);
  });

  it('rejects a package without a license text, without a license, or with a license that is not allowed', async () => {
    addPackage('node_modules/a', 'MIT', { 'README.md': 'MIT' });
    await assert.rejects(read('node_modules/a/i.js'), /a 1\.2\.3 is bundled, but has no license text/);
    addPackage('node_modules/b', undefined, { LICENSE: 'x' });
    await assert.rejects(read('node_modules/b/i.js'), /b 1\.2\.3 is bundled under no license/);
    addPackage('node_modules/c', 'GPL-3.0-only', { LICENSE: 'x' });
    await assert.rejects(read('node_modules/c/i.js'), /bundled under GPL-3\.0-only/);
  });
});

describe('docs/dependencies.md', () => {
  /** The rows of a section's tables by name, with their license. */
  const listed = (from: string, to: string): Map<string, string> => {
    const text = readFileSync(path.join(root, 'docs/dependencies.md'), 'utf8');
    const section = text.slice(text.indexOf(from), to ? text.indexOf(to) : undefined);
    const rows = [...section.matchAll(/^\| (?!Library|Program|---)([^|]+) \| ([^|]+) \|/gm)];
    return new Map(
      rows.flatMap(([, names = '', license = '']) => names.split(', ').map((name) => [name, license])),
    );
  };
  const manifest = (file: string): Manifest =>
    JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;

  it('lists everything that is bundled, with its license', async () => {
    const bundled = (await bundledPackages()) as Package[];
    assert.deepEqual(
      Object.fromEntries([...listed('## In the package', '## For development')].sort()),
      Object.fromEntries(bundled.map(({ name, license }) => [name, license]).sort()),
    );
  });

  it('lists everything else in package.json, with its license', () => {
    const direct = ['package.json', 'client/package.json', 'server/package.json'].flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = manifest(file);
      return Object.keys({ ...dependencies, ...devDependencies });
    });
    const shipped = listed('## In the package', '## For development');
    const wanted = direct.filter((name) => !shipped.has(name)).sort();
    const rows = listed('## For development', 'These are not in');
    assert.deepEqual([...rows.keys()].sort(), wanted);
    for (const [name, license] of rows)
      assert.equal(license, manifest(`node_modules/${name}/package.json`).license, name);
  });
});
