// Builds dist/static/credential.js, the one script with packages in it, from static/credential/. Does nothing where no
// input has changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'static/credential');
const target = join(root, 'dist/static');

const inputs = createHash('sha256');
const sources = readdirSync(folder)
  .sort()
  .map((name) => join(folder, name));
for (const file of [fileURLToPath(import.meta.url), join(root, 'package-lock.json'), ...sources])
  inputs.update(readFileSync(file));
const stamp = inputs.digest('hex');
const stampFile = join(target, '.scripts');
if (
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === stamp &&
  existsSync(join(target, 'credential.js'))
)
  process.exit(0);

rmSync(stampFile, { force: true });
mkdirSync(target, { recursive: true });
const bundle = await rolldown({ input: join(folder, 'start.mjs'), platform: 'browser', cwd: root });
const { output } = await bundle.generate({ format: 'iife', minify: true });
await bundle.close();
writeFileSync(join(target, 'credential.js'), output[0].code);
writeFileSync(stampFile, stamp);
