import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { rawInterface, rawMarkdown, rawOutput } from './eslint.text.mjs';

/** What the client and the graph's page share with the server: plain data, words, and functions without imports of their own. */
const sharedByAll = 'protocol$|pipeline/states$|util/(?:markdown|plain-text|plural|terminal-text)$';

/**
 * Imports point one way: util <- cmake, cache, build <- wrapping <- pipeline <- lsp, cli.
 * Each entry lists the layers that a layer may not import. `protocol.ts` stands beside util.
 */
const forbidden = {
  util: ['cmake', 'cache', 'build', 'wrapping', 'pipeline', 'lsp', 'cli'],
  cmake: ['cache', 'build', 'wrapping', 'pipeline', 'lsp', 'cli'],
  cache: ['cmake', 'build', 'wrapping', 'pipeline', 'lsp', 'cli'],
  build: ['cmake', 'cache', 'wrapping', 'pipeline', 'lsp', 'cli'],
  wrapping: ['pipeline', 'lsp', 'cli'],
  pipeline: ['lsp', 'cli'],
  lsp: ['cli'],
  cli: [],
};

/** These layers read builds and sources, which are untrusted: only regular files, and never without a limit. */
const readers = ['build', 'cmake', 'wrapping', 'pipeline', 'lsp'];
/** They read files of our own: parsers that lie beside the bundle. */
const readsOwnFiles = ['server/src/cmake/parse.ts', 'server/src/build/pklDatabase.ts'];
const readingNames = ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream', 'default'];
const rawReading = ['node:fs', 'node:fs/promises'].map((name) => ({
  name,
  importNames: readingNames,
  message:
    'Read files with util/read-regular-file.ts: a pipe would block the thread, a device would never end.',
}));

const layerRules = [
  ...Object.entries(forbidden).map(([layer, others]) => [
    layer,
    others,
    [`server/src/${layer}/**/*.ts`],
    true,
  ]),
  ...readsOwnFiles.map((file) => [file.split('/')[2], forbidden[file.split('/')[2]], [file], false]),
].map(([layer, others, files, checksReading]) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: checksReading && readers.includes(layer) ? rawReading : [],
        patterns: [
          ...others.map((other) => ({
            group: [`**/${other}/**`, `../${other}`],
            message: `${layer}/ does not import ${other}/: see docs/architecture.md, "Layers".`,
          })),
          { group: ['vscode'], message: 'The server knows nothing of VS Code.' },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'sample/build/', 'server/grammar/', '**/*.mjs', '**/*.cjs', '**/*.js'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './client/tsconfig.json',
          './server/tsconfig.json',
          './media/graph/tsconfig.json',
          './test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  ...layerRules,
  {
    // One way to touch a store (store-root.ts), and one to look at an input (files.ts): what these throw or leave out is
    // thought through there. The others make or date files of a run.
    files: ['server/src/cache/**/*.ts'],
    ignores: [
      'files',
      'store-root',
      'castxml-run',
      'digests',
      'file-clock',
      'live-roots',
      'restore',
      'temporaries',
    ].map((name) => `server/src/cache/${name}.ts`),
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value=/^node:fs/][importKind!='type']",
          message: 'Touch a store through store-root.ts, and look at inputs through files.ts.',
        },
      ],
    },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: {
      // A rejection that nobody catches would end the server: see lsp/background.ts.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
    },
  },
  {
    // Text of files is untrusted: no expression may take more than linear time for it.
    files: ['server/src/**/*.ts', 'client/src/**/*.ts', 'media/graph/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
    },
  },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `server/src/(?!${sharedByAll})`,
              message: 'The client imports protocol.ts and the words and text helpers that all share.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['media/graph/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `server/src/(?!pipeline/graph|${sharedByAll})`,
              message: 'The page imports pipeline/graph/, and the words and text helpers that all share.',
            },
            {
              group: ['**/client/**', 'node:*', 'vscode'],
              message: 'The page runs in a browser, by itself.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['client/src/**/*.ts'],
    ignores: ['client/src/ui/**'],
    rules: { 'no-restricted-syntax': ['error', ...rawInterface, rawMarkdown] },
  },
  {
    files: ['server/src/lsp/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', rawMarkdown] },
  },
  {
    files: ['server/src/cli/**/*.ts'],
    // The drop-in wrapper hands on castxml's bytes as they are, and starts too often to import more than that takes.
    ignores: ['server/src/cli/output.ts', 'server/src/cli/itk-castxml-cache.ts'],
    rules: { 'no-restricted-syntax': ['error', ...rawOutput] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
);
