import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// What could tell one respondent from another. It isn't read in their app at all; test/unit/architecture.test.ts
// looks for the same by another way.
const identifying = [
  'ip',
  'ips',
  'rawHeaders',
  'headersDistinct',
  'socket',
  'connection',
  'hostname',
  'subdomains',
];
const foreignHeaders =
  '/^(user-agent|x-forwarded-|x-real-ip|forwarded|via|referer|referrer|authorization|accept-language|sec-ch-|remote-)/i';

function nothingOf(names) {
  const message =
    'The respondents’ app reads no address and no header that it did not set (docs/THREAT_MODEL.md).';
  const name = `/^(${names.join('|')})$/`;
  return [
    `MemberExpression[property.name=${name}]`,
    `MemberExpression[property.value=${name}]`,
    `ObjectPattern > Property[key.name=${name}]`,
    'CallExpression[callee.object.name=/^(req|request)$/][callee.property.name=/^(get|header)$/]',
    `Literal[value=${foreignHeaders}]`,
  ].map((selector) => ({ selector, message }));
}

const node = [
  'process',
  'console',
  'URL',
  'Buffer',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
];
const browser = [
  ...['document', 'window', 'location', 'HTMLElement', 'Event', 'addEventListener', 'isSecureContext'],
  ...['localStorage', 'sessionStorage', 'crypto', 'fetch', 'URLSearchParams'],
  ...['TextEncoder', 'TextDecoder', 'atob', 'btoa'],
];
const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

export default defineConfig(
  globalIgnores(['node_modules/', 'dist/', 'var/', 'coverage/', '.cache/']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.js', '**/*.mjs'],
    rules: { eqeqeq: 'error', 'prefer-const': 'error', 'no-var': 'error' },
  },
  { files: ['*.js', '**/*.mjs'], languageOptions: { globals: readonly(node) } },
  { files: ['static/**/*.mjs'], languageOptions: { globals: readonly(browser) } },
  { files: ['static/**/*.js'], languageOptions: { sourceType: 'script', globals: readonly(browser) } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A port's verbs are async by contract, whether or not this storage has to wait.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['server/respond/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...nothingOf([...identifying, 'headers'])] },
  },
  // Cookies travel in a header: one file reads it, and lets through only the cookies that the app has set.
  {
    files: ['server/respond/cookies.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...nothingOf(identifying),
        ...[
          'MemberExpression[object.property.name="headers"][property.name!="cookie"]',
          ':not(MemberExpression) > MemberExpression[property.name="headers"]',
          'MemberExpression[property.value="headers"]',
          'ObjectPattern > Property[key.name="headers"]',
        ].map((selector) => ({ selector, message: 'Of all headers only headers.cookie is read.' })),
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
);
