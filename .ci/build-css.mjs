// Builds dist/static: the design system's CSS cut down to what the views use, and the fonts it names.
// Does nothing where no input has changed since the last build.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PurgeCSS } from 'purgecss';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const kern = dirname(createRequire(import.meta.url).resolve('@kern-ux/native/package.json'));
const target = join(root, 'dist/static');

const fonts = [
  { file: 'FiraSans-Regular.woff2', weight: 400, style: 'normal' },
  { file: 'FiraSans-Italic.woff2', weight: 400, style: 'italic' },
  { file: 'FiraSans-Medium.woff2', weight: 500, style: 'normal' },
  { file: 'FiraSans-SemiBold.woff2', weight: 600, style: 'normal' },
];

const source = join(kern, 'dist/kern.css');
const views = readdirSync(join(root, 'views'), { recursive: true })
  .filter((name) => name.endsWith('.ejs'))
  .sort()
  .map((name) => readFileSync(join(root, 'views', name), 'utf8'));
// Custom properties are kept if a style sheet of our own reads them.
const site = readdirSync(join(root, 'static'))
  .filter((name) => name.endsWith('.css'))
  .sort()
  .map((name) => readFileSync(join(root, 'static', name), 'utf8'))
  .join('\n');

const inputs = createHash('sha256');
for (const text of [readFileSync(fileURLToPath(import.meta.url)), readFileSync(source), site, ...views])
  inputs.update(text);
const stamp = inputs.digest('hex');
const stampFile = join(target, '.inputs');
if (
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === stamp &&
  existsSync(join(target, 'kern.css'))
)
  process.exit(0);

// The selector that hands colours down to the components names theme classes, for which the purge would drop it.
const themed = /:is\(body, [^)]*\):not\(\[class\*=kern-level-\]\)/;
const original = readFileSync(source, 'utf8').replace(/\/\*[\s\S]*?\*\/|@charset "UTF-8";/g, '');
if (!themed.test(original))
  throw new Error('the design system names its colours in another way now: adapt this file');

const [purged] = await new PurgeCSS().purge({
  css: [{ raw: original.replace(themed, 'body') }],
  content: views.map((raw) => ({ raw, extension: 'ejs' })),
  defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  safelist: { standard: ['html', 'body', ':root'] },
  keyframes: true,
});

mkdirSync(join(target, 'fonts'), { recursive: true });
const faces = fonts.map(({ file, weight, style }) => {
  const from = join(kern, 'dist/fonts/fira-sans', file);
  copyFileSync(from, join(target, 'fonts', file));
  const version = createHash('sha256').update(readFileSync(from)).digest('hex').slice(0, 12);
  return `@font-face{font-family:"Fira Sans";src:url("fonts/${file}?v=${version}") format("woff2");font-weight:${weight};font-style:${style};font-display:swap}`;
});
rmSync(stampFile, { force: true });
writeFileSync(join(target, 'kern.css'), `${faces.join('\n')}\n${withoutUnusedProperties(purged.css)}`);
writeFileSync(stampFile, stamp);

/** Drops custom properties that nothing reads; one reads another, so until none is left to drop. */
function withoutUnusedProperties(css) {
  for (;;) {
    const read = new Set([...`${css}\n${site}`.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]));
    const next = css.replace(/(?<=[{;]\s*)(--[\w-]+)\s*:[^;{}]*;?/g, (whole, name) =>
      read.has(name) ? whole : '',
    );
    if (next === css) return minified(css);
    css = next;
  }
}

function minified(css) {
  return css
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/([{;][\w-]+): /g, '$1:')
    .replace(/[^{};]+\{\}/g, '')
    .replace(/\}/g, '}\n');
}
