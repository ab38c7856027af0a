// Builds dist/static: site.css, which is the design system cut down to what the views use and our own sheets in one file,
// and the fonts it names, each in one file a script, of which a browser loads those whose letters are on the page.
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

/** One file for both heavier weights: a browser on its first visit loads a font less. */
const weights = { 400: '400', 600: '500 600' };
const fira = dirname(createRequire(import.meta.url).resolve('@fontsource/fira-sans/package.json'));
// In the order of the cascade.
const sheets = ['frame', 'content', 'forms', 'figures', 'pictures', 'media'].map((name) =>
  join(root, 'static', `${name}.css`),
);

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
const pictures = readdirSync(join(root, 'static'))
  .filter((name) => name.endsWith('.svg'))
  .map((name) => join(root, 'static', name));
const made = [fileURLToPath(import.meta.url), source, join(fira, 'package.json'), ...pictures].map((file) =>
  readFileSync(file),
);
for (const text of [...made, site, ...views]) inputs.update(text);
const stamp = inputs.digest('hex');
const stampFile = join(target, '.inputs');
if (
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === stamp &&
  existsSync(join(target, 'site.css'))
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

rmSync(stampFile, { force: true });
// What a former build put there.
for (const gone of ['fonts', 'kern.css']) rmSync(join(target, gone), { recursive: true, force: true });
mkdirSync(join(target, 'fonts'), { recursive: true });
const own = sheets.map((sheet) => withPictures(readFileSync(sheet, 'utf8'))).join('\n');
const parts = [Object.entries(weights).map(facesOf).join('\n'), withoutUnusedProperties(purged.css), own];
writeFileSync(join(target, 'site.css'), parts.join('\n'));
writeFileSync(stampFile, stamp);

/** The faces of one weight, one for each script, with the fonts they name put in place. */
function facesOf([weight, standsFor]) {
  const listed = readFileSync(join(fira, `${weight}.css`), 'utf8');
  const faces = [...listed.matchAll(/url\(\.\/files\/([\w-]+\.woff2)\)[^}]*?unicode-range: ([^;]+);/g)];
  if (!faces.some(([, , range]) => range.startsWith('U+0000')))
    throw new Error('the typeface lists its fonts in another way now: adapt this file');
  return faces
    .map(([, file, range]) => {
      const from = join(fira, 'files', file);
      copyFileSync(from, join(target, 'fonts', file));
      return `@font-face{font-family:"Fira Sans";src:url("fonts/${file}?v=${versionOf(from)}") format("woff2");font-weight:${standsFor};font-style:normal;font-display:swap;unicode-range:${range}}`;
    })
    .join('\n');
}

/** Pictures are a few hundred bytes: put in place, they cost no request of their own. */
function withPictures(css) {
  return css.replace(/url\('([\w-]+\.svg)'\)/g, (_whole, name) => {
    const bytes = readFileSync(join(root, 'static', name));
    return `url('data:image/svg+xml;base64,${bytes.toString('base64')}')`;
  });
}

/** The same as the server puts behind its addresses (server/http/static-files.ts). */
function versionOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
}

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
