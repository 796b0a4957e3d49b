import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';

/** The maximum number of files in a folder before it should be split. */
const MOST_FILES = 15;

/** Folders that may have more, each with the reason. */
const LARGE_FOLDERS: Record<string, string> = {
  'media/graph': 'The page is one small program whose parts all meet in page.ts.',
};

/** Folders of test/unit that do not mirror a source folder, each with what they test. */
const OTHER_TESTS: Record<string, string> = {
  grammar: 'server/grammar',
  manifest: 'package.json',
  scripts: 'scripts and the repository itself',
  syntaxes: 'syntaxes',
};

/** Files whose names others determine: fixtures, texts of whole programs, stand-ins for other extensions. */
const NAMED_BY_OTHERS = /^test\/(?:fixtures\/|integration\/cmake\/corpus\/|e2e\/stand-ins\/)|\/grammar\//;

const KEBAB_CASE = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

describe('the tree of the repository', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file !== '' && existsSync(path.join(root, file)));
  const inFolders = (...folders: string[]): string[] =>
    files.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)));
  const sources = inFolders('server/src', 'client/src', 'media/graph', 'media/timings');
  const base = (file: string): string => path.basename(file).replace(/\..*/, '');

  it('uses kebab-case for all names', () => {
    const wrong = inFolders('server/src', 'client/src', 'media/graph', 'media/timings', 'test', 'scripts')
      .filter((file) => !NAMED_BY_OTHERS.test(file))
      .filter((file) => !file.split('/').every((part) => KEBAB_CASE.test(part)));
    assert.deepEqual(wrong, []);
  });

  it('has no two source files with the same name', () => {
    const byName = grouped(
      sources.filter((file) => /\.ts$/.test(file) && base(file) !== 'index' && !/\/commands\//.test(file)),
      (file) => path.basename(file),
    );
    const twice = [...byName].filter(([, places]) => places.length > 1).map(([name]) => name);
    assert.deepEqual(twice, []);
  });

  it('has no folder with too many files', () => {
    const byFolder = grouped(sources, (file) => path.dirname(file));
    const large = [...byFolder].filter(([, held]) => held.length > MOST_FILES).map(([folder]) => folder);
    assert.deepEqual(
      large.filter((folder) => !(folder in LARGE_FOLDERS)),
      [],
    );
    assert.deepEqual(
      Object.keys(LARGE_FOLDERS).filter((folder) => !large.includes(folder)),
      [],
      'an exception that is no longer needed',
    );
  });

  it('names unit tests after the files that they test', () => {
    const lost = inFolders('test/unit').filter((file) => {
      const folder = path.dirname(path.relative('test/unit', file));
      if (folder.split('/')[0]! in OTHER_TESTS) return false;
      const mirrored = /^(client|graph-page|timings-page)(?=\/|$)/.test(folder)
        ? folder
            .replace('client', 'client/src')
            .replace('graph-page', 'media/graph')
            .replace('timings-page', 'media/timings')
        : `server/src/${folder}`;
      const tested = sources
        .filter((source) => path.dirname(source) === mirrored)
        .map(base)
        .filter((name) => name !== 'index');
      // `read-build-limits.test.ts` tests one aspect of read-build.ts, and `regex/regex.test.ts` tests a folder as a whole.
      return ![...tested, path.basename(mirrored)].some((name) =>
        new RegExp(`^${name}(?:-[a-z0-9-]+)?\\.test\\.ts$`).test(path.basename(file)),
      );
    });
    assert.deepEqual(lost, []);
  });
});
