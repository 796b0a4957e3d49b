import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** docs/invariants.md is a table: an id, what must hold, the code that upholds it, and the tests that check it. */
describe('the table of invariants', () => {
  const rows = read('docs/invariants.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('names code and tests that exist, in every row', () => {
    assert.ok(rows.length > 15);
    for (const [, , invariant, upheld = '', tested = ''] of rows) {
      const [code, tests] = [filesIn(upheld), filesIn(tested)];
      assert.ok(code.length > 0 && tests.length > 0, invariant);
      for (const file of [...code, ...tests])
        assert.ok(existsSync(path.join(root, file)), `${invariant}: ${file} does not exist`);
      for (const file of tests) assert.match(file, /^test\/.*\.(?:test\.ts|scene\.mjs)$/, invariant);
    }
  });

  it('numbers its rows I1, I2, …', () => {
    assert.deepEqual(
      rows.map(([, id]) => id),
      rows.map((_, n) => `I${n + 1}`),
    );
  });
});

describe('the documents', () => {
  const documents = [
    ...readdirSync(root).filter((file) => file.endsWith('.md')),
    ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join('docs', file)),
  ];

  it('name source files that exist', () => {
    const folders = ['server/src', 'client/src', 'media', 'test', 'scripts', 'cmake'];
    const files = folders.flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        `/${folder}/${file}`.replaceAll(path.sep, '/'),
      ),
    );
    for (const document of documents)
      for (const name of filesIn(read(document)).filter((text) => /^[\w./-]+\.ts$/.test(text)))
        assert.ok(
          files.some((file) => file.endsWith(`/${name}`)),
          `${document} names ${name}`,
        );
  });

  it('link to files that exist', () => {
    for (const document of documents)
      for (const [, target = ''] of read(document).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
        assert.ok(
          existsSync(path.join(root, path.dirname(document), target)),
          `${document} links to ${target}`,
        );
  });
});

const filesIn = (cell: string): string[] => [...cell.matchAll(/`([^`\n]+)`/g)].map(([, file = '']) => file);
