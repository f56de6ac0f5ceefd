import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A file does one job: longer ones are split. */
const longestFile = 350;

export default defineConfig(
  {
    ignores: [
      'dist/',
      '.cache/',
      'node_modules/',
      'test/baselines/',
      'server/src/device/data/',
      // Its Langium is fetched by the benchmark, so nothing of it has types here.
      'test/bench/langium/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: longestFile, skipBlankLines: false, skipComments: false }],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/dot-notation': 'off',
      // It would have `!` in place of a type assertion.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Figures are made for text all the time.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // What scripts read from JSON has no type, and they say what they take it for.
    files: ['**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // `expect.any` has no type.
    files: ['test/**'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // The configurations of tools are in no TypeScript project.
    files: ['*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
  {
    // Scripts and the command line talk on the terminal.
    files: ['**/*.mjs', 'server/src/command-line.ts', 'server/src/cli/**'],
    rules: { 'no-console': 'off' },
  },
);
