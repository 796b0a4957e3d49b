/**
 * Which folder may import which. docs/architecture.md explains it under "Layers". `npm run lint` checks it, including
 * type-only imports.
 */

/** The layers of the server, each with the layers that it may import. */
const layers = {
  shared: [],
  graph: ['shared'],
  host: ['shared'],
  cmake: ['shared', 'host'],
  cache: ['shared', 'host'],
  build: ['shared', 'host'],
  wrapping: ['shared', 'host', 'cmake', 'cache', 'build'],
  pipeline: ['shared', 'graph', 'host', 'cmake', 'cache', 'build', 'wrapping'],
  lsp: ['shared', 'graph', 'host', 'cmake', 'cache', 'build', 'wrapping', 'pipeline'],
  cli: ['shared', 'graph', 'host', 'cmake', 'cache', 'build', 'wrapping', 'pipeline', 'lsp'],
};

/** The layers inside cmake/, each with the ones that it may import. */
const strata = {
  syntax: [],
  values: [],
  format: ['syntax'],
  policies: ['values'],
  ir: ['syntax', 'values'],
  runtime: ['syntax', 'values', 'policies', 'ir'],
  commands: ['values', 'policies', 'ir', 'runtime'],
};

const onlyImports = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(?:server|client|media|test|scripts)/', pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(layers).map(([layer, others]) =>
      onlyImports(
        `layer-${layer}`,
        `${layer}/ imports ${others.length ? others.map((other) => `${other}/`).join(', ') : 'no other layer'}.`,
        `^server/src/${layer}/`,
        `^server/src/(?:${[layer, ...others].join('|')})/`,
      ),
    ),
    ...Object.entries(strata).map(([stratum, others]) =>
      onlyImports(
        `cmake-${stratum}`,
        `cmake/${stratum}/ imports ${others.length ? others.map((other) => `${other}/`).join(', ') : 'no other stratum'}.`,
        `^server/src/cmake/${stratum}/`,
        `^server/src/(?:shared|host)/|^server/src/cmake/(?:${[stratum, ...others].join('|')})/`,
      ),
    ),
    onlyImports(
      'client',
      'The extension shares plain data, words and text helpers with the server, and the messages of the graph page.',
      '^client/src/',
      '^client/src/|^server/src/shared/|^server/src/graph/(?:graph-view|pipeline-facts)|^media/graph/messages',
    ),
    onlyImports(
      'graph-page',
      'The page draws what graph/ describes.',
      '^media/graph/',
      '^media/graph/|^server/src/(?:shared|graph)/',
    ),
    onlyImports(
      'timings-page',
      'The page draws what shared/timings/ describes.',
      '^media/timings/',
      '^media/timings/|^server/src/shared/',
    ),
    {
      name: 'no-vscode-outside-client',
      comment: 'The server and the page also work without VS Code.',
      severity: 'error',
      from: { path: '^(?:server|media)/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'page-is-for-browsers',
      comment: 'The page runs in a browser.',
      severity: 'error',
      from: { path: '^media/|^server/src/(?:shared|graph)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: '^(?:server|client|media)/' },
      to: { path: '^(?:test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules|^dist/|^out/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types'],
    },
  },
};
