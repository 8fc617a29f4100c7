/**
 * Which way imports point: apps → workflows/<process>/contract → libs/domain; apps → libs; libs → libs/domain.
 * Each rule says why it is there. Specs may reach for what they test with.
 */
const spec = '\\.spec\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Rules must run in a workflow, in the API and in a test alike: the domain imports nothing of ours.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: spec },
      to: { path: '^(apps|workflows|test|libs/(persistence|messaging))/' },
    },
    {
      name: 'domain-packages',
      comment: 'Of packages the domain takes only schemas, decimals, calendars, statistics and parsers; whatever else it needs is an argument.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: spec },
      to: { path: 'node_modules/', pathNot: 'node_modules/(@types/luxon|zod|decimal\\.js|luxon|@marcbachmann/cel-js|simple-statistics|ml-kmeans|fastest-levenshtein|any-ascii|yaml)/' },
    },
    {
      name: 'domain-does-no-io',
      comment: "Node's modules read clocks, files and chance.",
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: spec },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'libs-know-only-the-domain',
      comment: 'Persistence and messaging serve every app and every process; they depend on none, and not on each other.',
      severity: 'error',
      from: { path: '^libs/(persistence|messaging)/', pathNot: spec },
      to: { path: '^(apps|workflows|test)/' },
    },
    {
      name: 'persistence-sends-nothing',
      comment: 'Rows are written in one transaction; mail goes out after it, from elsewhere.',
      severity: 'error',
      from: { path: '^libs/persistence/', pathNot: spec },
      to: { path: '^libs/messaging/' },
    },
    {
      name: 'messaging-stores-nothing',
      comment: 'Channels and texts are given what they send.',
      severity: 'error',
      from: { path: '^libs/messaging/', pathNot: spec },
      to: { path: '^libs/persistence/' },
    },
    {
      name: 'workflows-are-deterministic',
      comment: 'A workflow is replayed: it may know the domain, and its effects only as ports that the worker implements.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: spec },
      to: { path: '^(apps|test|libs/(persistence|messaging))/' },
    },
    {
      name: 'workflows-packages',
      comment: "Only Temporal's own deterministic packages, and those that the domain may use.",
      severity: 'error',
      from: { path: '^workflows/', pathNot: spec },
      to: { path: 'node_modules/', pathNot: 'node_modules/(@temporalio/(workflow|common)|@types/luxon|zod|decimal\\.js|luxon)/' },
    },
    {
      name: 'workflows-use-no-node',
      comment: "Node's modules are not there in the workflow sandbox.",
      severity: 'error',
      from: { path: '^workflows/', pathNot: spec },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contracts-only',
      comment: 'Whoever starts, acts on or asks a process needs its contract; its code runs in the worker alone, from the bundle.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^workflows/.*/workflow\\.ts$|^workflows/index\\.ts$' },
    },
    {
      name: 'web-talks-http',
      comment: 'The web is a client like any other: what it needs, every integrator can have.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(apps/(?!web/)|workflows/|libs/|test/)' },
    },
    {
      name: 'nobody-imports-the-web',
      comment: 'The web is built on its own and served as files.',
      severity: 'error',
      from: { path: '^(apps/(?!web/)|workflows/|libs/)' },
      to: { path: '^apps/web/' },
    },
    {
      name: 'product-without-tests',
      comment: 'What runs in production does not lean on test support.',
      severity: 'error',
      from: { path: '^(apps|workflows|libs)/', pathNot: spec },
      to: { path: '^test/|\\.spec\\.ts$' },
    },
    {
      name: 'no-circles',
      comment: 'Modules in a circle cannot be understood, tested or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { pathNot: 'libs/persistence/generated/' } },
    },
    {
      name: 'resolvable',
      comment: 'A module that is not there fails when its line is first reached, which may be late.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'libs/persistence/generated'] },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'] },
  },
};
