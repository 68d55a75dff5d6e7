/** The arrows of the architecture: each package may import only what is listed for it. */
const ARROWS = {
  core: [],
  contracts: [],
  pipeline: ['core'],
  server: ['core', 'pipeline', 'contracts'],
  client: ['contracts'],
  web: ['client'],
  cli: ['client', 'contracts', 'server'],
  testkit: ['core', 'pipeline', 'contracts'],
};

const arrows = Object.entries(ARROWS).map(([from, allowed]) => ({
  name: `arrows-of-${from}`,
  severity: 'error',
  comment: `${from} may import only: ${allowed.join(', ') || 'nothing'}`,
  from: { path: `^packages/${from}/src` },
  to: { path: `^packages/(?!(${[from, ...allowed].join('|')})/)` },
}));

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'core-imports-nothing',
      severity: 'error',
      from: { path: '^packages/core/src' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'core'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: { path: '^packages/[^/]+/src' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: '(node_modules|/dist/)' },
    exclude: { path: '^packages/[^/]+/(test|dist)/.*\.map$|/test/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
