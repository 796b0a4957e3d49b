import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { type SourceTexts, textsOf } from '../../support/texts';

/** Where users of the editor see texts. */
const TREES = ['client/src', 'server/src', 'media/graph'];

/** Files whose texts stay English, or are not words. */
const ENGLISH: [RegExp, string][] = [
  [/^server\/src\/(?:cli\/|host\/private-folder\.ts$)/, 'the output of commands'],
  [
    /^server\/src\/(?:pipeline\/(?:bench|build|doctor|runs|timings)|shared\/timings|build\/setup|cache|lsp\/watchdog)\//,
    'the output of commands',
  ],
  [/^server\/src\/cmake\/(?!syntax\/lower|syntax\/parse)/, 'CMake’s own words'],
  [/^server\/src\/lsp\/(?:server\/|serve|server-process)/, 'the log, and errors of the protocol'],
  [/^server\/src\/lsp\/evaluation\/evaluation-service\.ts$/, 'the log'],
  [/^client\/src\/(?:build-log|tasks\/run-log|commands\/about)\.ts$/, 'the log, and text for a report'],
  [/^server\/src\/wrapping\/(?:why\/(?:python-types|type-expression)|types\/cpp-type)\.ts$/, 'types of C++'],
  [/^server\/src\/wrapping\/index\/itk-names\.ts$/, 'names of ITK'],
  [/^server\/src\/graph\/render\//, 'SVG and dot'],
  [/^client\/src\/(?:report-html|graph\/graph-html)\.ts$/, 'HTML'],
  [/^media\/graph\/(?:far|scene|toolbar)\.ts$/, 'SVG and classes of CSS'],
];

/** Texts in other files that are code, names or ids. */
const CODE = [
  // Ids of rows.
  /^(?:module|type|new|group|instantiation|root|active build|>) ?/,
  /^ITK Wrapping: |^itk-wrap /,
  // C++, CMake and ninja.
  /^float, double$/,
  /^ ?: public |^class |^#include |^configure_file Problem|^# ninja log|^execute_process |^cmake_host_|^get_source_file_/,
  // Each is replaced before it is shown.
  /^Layer \{0\}$|^the rename changes what happens$/,
];

describe('the texts that the editor shows', () => {
  const sources = new Map<string, SourceTexts>();
  before(function () {
    // It parses every source file.
    this.timeout(120_000);
    for (const tree of TREES)
      for (const name of readdirSync(path.join(root, tree), { recursive: true, encoding: 'utf8' }))
        if (/\.tsx?$/.test(name)) sources.set(`${tree}/${name}`, textsOf(path.join(root, tree, name)));
  });

  it('are all in l10n/bundle.l10n.json, and no others: npm run l10n collects them', () => {
    const bundle = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8')) as object;
    const used = [...sources.values()].flatMap(({ translated }) => translated.map(({ text }) => text));
    assert.ok(used.length > 500);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(bundle).sort());
    for (const [english, text] of Object.entries(bundle)) assert.equal(text, english);
  });

  it('are literals, with as many arguments as places', () => {
    for (const [file, { translated, composed }] of sources) {
      assert.deepEqual(composed, [], file);
      for (const { text, line, args } of translated) {
        const places = new Set([...text.matchAll(/\{(\d+)\}/g)].map(([, n]) => Number(n)));
        assert.deepEqual([...places].sort(), [...Array(args).keys()], `${file}:${line}: ${text}`);
      }
    }
  });

  it('are made when they are shown: nothing is translated yet when a module is loaded', () => {
    const early = [...sources]
      // VS Code itself has the translations of the extension from the start.
      .filter(([file]) => !file.startsWith('client/'))
      .flatMap(([file, { translated }]) =>
        translated.filter((text) => text.early).map(({ text, line }) => `${file}:${line}: ${text}`),
      );
    assert.deepEqual(early, []);
  });

  it('go through l10n.t', () => {
    const bare = [...sources]
      .filter(([file]) => !ENGLISH.some(([pattern]) => pattern.test(file)))
      .flatMap(([file, { others }]) =>
        others
          .filter(({ text }) => !CODE.some((pattern) => pattern.test(text)))
          .map(({ text, line }) => `${file}:${line}: ${text}`),
      );
    assert.deepEqual(bare, []);
  });

  it('are not made by the cache: its launcher, which a build starts hundreds of times, reads no library for them', () => {
    for (const [file, { translated }] of sources)
      if (/^server\/src\/(?:cache\/|cli\/itk-castxml-cache)/.test(file))
        assert.deepEqual(translated, [], file);
  });

  it('are whole sentences or whole phrases: none begins or ends with a space', () => {
    for (const [file, { translated }] of sources)
      for (const { text, line } of translated) assert.equal(text, text.trim(), `${file}:${line}`);
  });
});
