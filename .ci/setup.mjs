// Makes a fresh copy ready to start (or, with --browser, to be tested) and does nothing where nothing is missing.
// Node built-ins only: it runs before anything is installed. Everything it says goes to standard error.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './with-lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

class SetupError extends Error {}

try {
  checkNode();
  await withLock(join(root, '.cache/setup.lock'), async () => {
    installPackages();
    build();
    buildStyles();
    buildScripts();
    if (process.argv.includes('--browser')) {
      await provideBrowser();
      await provideReaders();
    }
  });
} catch (error) {
  process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`);
  process.exit(1);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function checkNode() {
  const wanted = JSON.parse(readFileSync('package.json', 'utf8')).engines.node;
  const [, major, minor, below] = />=(\d+)\.(\d+) <(\d+)/.exec(wanted).map(Number);
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor >= below || haveMajor < major || (haveMajor === major && haveMinor < minor)) {
    throw new SetupError(
      `Mehrwelt needs Node ${wanted}, and this is ${process.versions.node}: install Node ${major}.`,
    );
  }
}

// What is installed is looked at, not remembered: that also notices a half-finished install and another version of Node.
function installPackages() {
  if (packagesAreComplete() && driversLoad()) return;
  say('Installing packages (the database driver is compiled: one to two minutes) ...');
  const failure =
    'The packages could not be installed (see above). Needed are a network, python3, make and a C++ compiler; on Debian: apt-get install python3 make g++.';
  // Compiling needs Node's headers; those that came with this Node save a download.
  const prefix = dirname(dirname(process.execPath));
  const env = existsSync(join(prefix, 'include/node/node_api.h')) ? { npm_config_nodedir: prefix } : {};
  run('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], { failure, env });
  if (driversLoad()) return;
  // A ready-made binary that crashes on this machine is taken by some versions of npm.
  run('npm', ['rebuild', 'better-sqlite3', 'argon2', '--build-from-source'], { failure, env });
  if (!driversLoad()) throw new SetupError(failure);
}

function packagesAreComplete() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const present = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const sameManifest = ['dependencies', 'devDependencies'].every(
    (kind) => JSON.stringify(manifest[kind]) === JSON.stringify(wanted[''][kind]),
  );
  return (
    sameManifest &&
    Object.keys(present).every((path) => path in wanted) &&
    Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || present[path]?.version === version || (optional && !present[path]),
    )
  );
}

function driversLoad() {
  const probe = `new (require('better-sqlite3'))(':memory:').close();
    require('argon2').hash('probe', { memoryCost: 1024, timeCost: 2, parallelism: 1 })`;
  return spawnSync(process.execPath, ['-e', probe], { cwd: root }).status === 0;
}

function build() {
  const sources = filesBelow('server', '.ts');
  const inputs = [...sources, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  const fingerprint = fingerprintOf(inputs);
  const stamp = 'dist/.fingerprint';
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  rmSync(stamp, { force: true });
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    failure: 'The program does not compile (see above): correct the places named, then try again.',
  });
  // What was built from a file that is gone would stay importable.
  for (const built of filesBelow('dist/server', '.js')) {
    if (!existsSync(relative('dist', built).replace(/\.js$/, '.ts'))) rmSync(built);
  }
  writeFileSync(stamp, fingerprint);
}

function buildStyles() {
  if (!existsSync('.ci/build-css.mjs')) return;
  run(process.execPath, ['.ci/build-css.mjs'], {
    failure: 'The style sheets could not be built (see above).',
  });
}

function buildScripts() {
  run(process.execPath, ['.ci/build-scripts.mjs'], {
    failure: 'The scripts for browsers could not be built (see above).',
  });
}

async function provideBrowser() {
  const { findBrowser } = await import('./find-browser.mjs');
  try {
    await findBrowser(say);
  } catch (error) {
    throw new SetupError(error.message);
  }
}

async function provideReaders() {
  const { findReaders } = await import('./find-readers.mjs');
  findReaders(say);
}

function run(command, args, { failure, env = {} }) {
  const done = spawnSync(command, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (done.status === 0) return;
  say(`${done.stdout ?? ''}${done.stderr ?? ''}${done.error ? String(done.error) : ''}`);
  throw new SetupError(failure);
}

function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.path, entry.name))
    .sort();
}

function fingerprintOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}
