// Finds LibreOffice and R, with which the tests read exported files as strangers would, installs them where that is
// possible without asking anybody, and writes down what there is. Never fails: without them the tests use other readers,
// and say so.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const answerFile = join(root, '.cache/readers.json');
const isRoot = process.getuid?.() === 0;

const readers = {
  soffice: { names: ['soffice', 'libreoffice'], package: 'libreoffice-calc-nogui', minutes: 2 },
  Rscript: { names: ['Rscript'], package: 'r-base-core', minutes: 1 },
};

// The answer: { soffice: path or null, Rscript: path or null }. An install is tried once; delete the file to try again.
export function findReaders(say) {
  const found = () =>
    Object.fromEntries(Object.entries(readers).map(([key, { names }]) => [key, fromPath(names)]));
  let answer = found();
  const missing = Object.entries(readers).filter(([key]) => answer[key] === null);
  if (missing.length > 0 && !wasTried() && isRoot && process.platform === 'linux') {
    say(
      `Installing ${missing.map(([, { package: name }]) => name).join(' and ')} for the tests of exports ...`,
    );
    if (apt(1, 'update')) {
      for (const [, { package: name, minutes }] of missing)
        apt(minutes, 'install', '-y', '--no-install-recommends', name);
    }
    answer = found();
  }
  mkdirSync(dirname(answerFile), { recursive: true });
  writeFileSync(answerFile, `${JSON.stringify(answer, null, 2)}\n`);
  for (const [key, path] of Object.entries(answer))
    if (path === null) say(`No ${key}: the tests of exports go on without it.`);
  return answer;
}

function wasTried() {
  if (!existsSync(answerFile)) return false;
  try {
    return typeof JSON.parse(readFileSync(answerFile, 'utf8')) === 'object';
  } catch {
    return false;
  }
}

function apt(minutes, ...args) {
  const done = spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=1', ...args], {
    stdio: 'ignore',
    timeout: minutes * 60_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return done.status === 0;
}

function fromPath(names) {
  const paths = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const executable = (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return paths.find(executable) ?? null;
}
