import tseslint from 'typescript-eslint';

/** Where the environment may be read: one file for the product, and whatever starts processes. */
const readsEnvironment = ['apps/configuration.ts', 'apps/cli/**', 'test/**', 'bench/**', 'scripts/**', '*.config.*', 'apps/web/*.config.*'];

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only apps/configuration.ts reads the environment; take a Configuration.',
};

/** Time, identity and chance are arguments where a rule must give the same answer when it is asked again. */
const impure = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time is an argument here.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument here.' },
  { selector: "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]", message: 'Time is an argument here.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Chance is an argument here.' },
  { selector: "CallExpression[callee.property.name='randomUUID']", message: 'Ids are arguments here.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.steward/', 'libs/persistence/generated/', 'apps/web/src/api/schema.*', '**/*.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-debugger': 'error',
      'no-control-regex': 'error',
      'no-fallthrough': 'error',
      'prefer-const': 'error',
      'no-var': 'error',
      eqeqeq: ['error', 'smart'],
    },
  },
  {
    // Nest injects by the type of a parameter, which a type-only import would erase.
    files: ['apps/api/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // A promise that nobody awaits hides its failure; in a workflow it breaks replay as well.
    files: ['workflows/**/*.ts', 'apps/{api,worker,mail,cli,door}/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    },
  },
  {
    files: ['{apps,libs,workflows}/**/*.{ts,tsx}'],
    ignores: readsEnvironment,
    rules: { 'no-restricted-syntax': ['error', environment] },
  },
  {
    files: ['libs/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', environment, ...impure] },
  },
  {
    // Temporal makes Date, Math.random and timers deterministic in a workflow; Node's modules are not there at all.
    files: ['workflows/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*', 'fs', 'path', 'os', 'crypto', 'http', 'https', 'net', 'child_process', 'timers', 'timers/*'], message: 'Not in a workflow.' }] }],
      'no-restricted-globals': ['error', { name: 'process', message: 'Not in a workflow.' }, { name: 'console', message: "Use log of @temporalio/workflow: it is silent on replay." }],
    },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
