// Finds a Chromium that really launches and shows a form, installs one where there is none, and writes down how to
// start it. Run by itself it does the same and prints the answer.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const answerFile = join(root, '.cache/browser.json');
// The shell without windows first: the same engine, and a third faster.
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];
const isRoot = process.getuid?.() === 0;

// The answer: { executablePath, args, env }. Whatever is in it was proven in this very run.
export async function findBrowser(say) {
  const asked = process.env.CHROMIUM_PATH;
  const reasons = [];
  for await (const candidate of asked ? variants(asked) : candidates(say)) {
    const reason = await fault(candidate);
    if (reason === null) return keep(candidate);
    reasons.push(`${candidate.executablePath}: ${reason}`);
  }
  if (asked) {
    throw new Error(
      `CHROMIUM_PATH=${asked} does not launch (${reasons.at(-1)}). Set it to a Chromium that does, or unset it.`,
    );
  }
  for (const reason of reasons) say(reason);
  throw new Error(
    'No browser for the tests: install Chromium (on Debian: apt-get install chromium) or set CHROMIUM_PATH to one.',
  );
}

async function* candidates(say) {
  if (existsSync(answerFile)) yield JSON.parse(readFileSync(answerFile, 'utf8'));
  const installed = fromPath();
  if (installed) yield* variants(installed);
  say('Unpacking the Chromium of the npm package for the tests ...');
  yield* fromPackage(say);
  if (isRoot && process.platform === 'linux') {
    say('Installing Chromium with apt-get ...');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    const packages = ['chromium-headless-shell', 'fonts-dejavu-core'];
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const fresh = fromPath();
    if (fresh) yield* variants(fresh);
  }
}

// The sandbox is kept where it works; it can't for root, nor in many containers.
function* variants(executablePath, env = {}) {
  if (!isRoot) yield { executablePath, args: [], env };
  yield { executablePath, args: ['--no-sandbox'], env };
}

function fromPath() {
  const paths = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

// A machine for builds may lack fonts (without any, Chromium dies at the first form) or Mozilla's NSS libraries;
// the package brings both along, and they are used only if it doesn't go without.
function* fromPackage(say) {
  let folder;
  try {
    folder = unpack();
  } catch (error) {
    say(`The Chromium of the npm package could not be unpacked: ${error.message}`);
    return;
  }
  const executablePath = join(folder, 'chromium');
  const fonts = { FONTCONFIG_FILE: fontConfiguration(folder) };
  const libraries = { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
  for (const env of [{}, fonts, libraries, { ...fonts, ...libraries }]) yield* variants(executablePath, env);
}

function unpack() {
  const source = join(root, 'node_modules/@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = join(root, `.cache/chromium-${version}`);
  if (existsSync(folder)) return folder;
  // The package unpacks to TMPDIR and takes a half-written file for a whole one: a folder of our own, renamed at the end.
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const unpacked = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `(await import('@sparticuz/chromium')).default.executablePath()`],
    {
      cwd: root,
      encoding: 'utf8',
      // The second makes it unpack the NSS libraries too, which it otherwise does on Amazon's machines only.
      env: { ...process.env, TMPDIR: unfinished, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    },
  );
  if (unpacked.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(unpacked.stderr.split('\n').find((line) => line.includes('Error')) ?? 'it ended early');
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return folder;
}

function fontConfiguration(folder) {
  const file = join(folder, 'own-fonts.conf');
  const dir = join(folder, 'fonts');
  const cache = join(folder, 'font-cache');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${dir}</dir><cachedir>${cache}</cachedir></fontconfig>\n`,
  );
  return file;
}

// Null where it launches, shows a form that can be filled in, and makes a picture of it; else why not, in one line.
async function fault({ executablePath, args, env }) {
  const { chromium } = await import('playwright-core');
  let browser;
  try {
    browser = await chromium.launch({
      executablePath,
      args,
      env: { ...process.env, ...env },
      timeout: 60_000,
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    await page.setContent(
      '<form><label>Name <input id="name"></label><select><option>x</select><input type="file"><button>OK</button></form>',
    );
    await page.fill('#name', 'Mehrwelt');
    if ((await page.inputValue('#name')) !== 'Mehrwelt') return 'a form does not keep what is typed';
    return (await page.screenshot()).length > 1000 ? null : 'it makes no picture';
  } catch (error) {
    return error.message.split('\n')[0];
  } finally {
    await browser?.close().catch(() => undefined);
  }
}

function keep(candidate) {
  mkdirSync(dirname(answerFile), { recursive: true });
  writeFileSync(answerFile, `${JSON.stringify(candidate, null, 2)}\n`);
  return candidate;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const answer = await findBrowser((text) => process.stderr.write(`${text}\n`));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
