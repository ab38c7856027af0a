// Every check there is: form, types and lint count one each, then every test. The last line sums them up.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
mkdirSync('.cache', { recursive: true });

const reportFile = '.cache/vitest.json';
let passed = 0;
let failed = 0;

// Two cores: the type checker on one; what is cached well on the other.
await Promise.all([
  check('types', 'typescript/bin/tsc', ['-p', '.', '--noEmit', '--pretty', 'false']),
  check('format', 'prettier/bin/prettier.cjs', [
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-location=.cache/prettier',
    '.',
  ]).then(() =>
    check('lint', 'eslint/bin/eslint.js', [
      '--max-warnings=0',
      '--cache',
      `--cache-location=${lintCache()}`,
      '.',
    ]),
  ),
]);
await runTests();

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function check(name, tool, args) {
  const { code, output, seconds } = await run(tool, args, 'collect');
  if (code === 0) passed += 1;
  else failed += 1;
  process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${output}\n`);
}

async function runTests() {
  rmSync(reportFile, { force: true });
  const { code } = await run(
    'vitest/vitest.mjs',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
    'show',
  );
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : { testResults: [] };
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const good = tests.filter((test) => test.status === 'passed').length;
  // A skipped test has proven nothing, and a file that doesn't load has no tests that could fail.
  const bad = tests.length - good;
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status === 'passed'),
  ).length;
  passed += good;
  failed += bad + unloaded;
  if (bad + unloaded > 0) return;
  if (good === 0) fail('no test ran');
  else if (code !== 0) fail('the test runner ended with an error outside of any test (see above)');
}

function fail(reason) {
  failed += 1;
  process.stdout.write(`FAILED ${reason}\n`);
}

// Typed rules look into other files, so a result holds only as long as no file at all has changed.
function lintCache() {
  const hash = createHash('sha256');
  const folders = ['server', 'test', '.ci', 'static'].filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(ts|mjs|js)$/.test(entry.name))
      .map((entry) => join(entry.path, entry.name)),
  );
  const inputs = [...files.sort(), 'eslint.config.js', 'tsconfig.json', 'package-lock.json'];
  for (const file of inputs) hash.update(`${file}\n`).update(readFileSync(file));
  const location = `.cache/eslint-${hash.digest('hex').slice(0, 16)}`;
  for (const name of readdirSync('.cache')) {
    if (name.startsWith('eslint-') && join('.cache', name) !== location) rmSync(join('.cache', name));
  }
  return location;
}

function run(tool, args, output) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join('node_modules', tool), ...args], {
      stdio: ['ignore', output === 'show' ? 'inherit' : 'pipe', output === 'show' ? 'inherit' : 'pipe'],
    });
    let text = '';
    child.stdout?.on('data', (chunk) => (text += chunk));
    child.stderr?.on('data', (chunk) => (text += chunk));
    child.on('close', (code) => {
      resolve({ code, output: text, seconds: Math.round((Date.now() - started) / 1000) });
    });
  });
}
