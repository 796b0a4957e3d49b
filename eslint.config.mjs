import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { rawInterface, rawMarkdown, rawOutput } from './eslint.text.mjs';

/** These layers read builds and sources, which are untrusted. They may read only regular files, with a size limit. */
const readers = ['build', 'cmake', 'wrapping', 'pipeline', 'lsp'];
/** These read our own files: the parsers next to the bundle. */
const readsOwnFiles = ['server/src/cmake/syntax/parse.ts', 'server/src/build/pkl/pkl-database.ts'];
const readingNames = ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream', 'default'];
const rawReading = ['node:fs', 'node:fs/promises'].map((name) => ({
  name,
  importNames: readingNames,
  message:
    'Read files with host/read-regular-file.ts: a pipe would block the thread, a device would never end.',
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
          './media/timings/tsconfig.json',
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
  {
    files: readers.map((layer) => `server/src/${layer}/**/*.ts`),
    ignores: readsOwnFiles,
    rules: { 'no-restricted-imports': ['error', { paths: rawReading }] },
  },
  {
    // store-root.ts is the only way to access a store, and input-files.ts the only way to examine an input. They handle
    // errors and missing files. The other files listed here write files of a run or set their times.
    files: ['server/src/cache/**/*.ts'],
    ignores: [
      'action/place-outputs',
      'inputs/input-files',
      'inputs/digests',
      'inputs/file-clock',
      'invocation/start-castxml',
      'invocation/write-depfile',
      'run/restore',
      'storage/store-root',
      'storage/live-roots',
      'storage/temporaries',
      'swig/staging',
      'igenerator/staged-run',
      'igenerator/stamp',
    ].map((name) => `server/src/cache/${name}.ts`),
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value=/^node:fs/][importKind!='type']",
          message: 'Touch a store through store-root.ts, and look at inputs through input-files.ts.',
        },
      ],
    },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: {
      // An unhandled rejection would end the server: see lsp/server/background.ts.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
    },
  },
  {
    // The text of files is untrusted, so no expression may take more than linear time.
    files: ['server/src/**/*.ts', 'client/src/**/*.ts', 'media/graph/**/*.ts', 'media/timings/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
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
    // The launchers pass on the bytes of their tools unchanged, and start too often to import more than they need.
    ignores: ['server/src/cli/terminal/output.ts', 'server/src/cli/launchers/*.ts'],
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
