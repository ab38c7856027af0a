// A respondent with a browser that has never been here: opens the welcome page with all its files, types a code, answers
// every page, decides on the consent, looks at the review, sends, and reads the receipt. Every page is looked at: a wrong
// status, a page that was not expected, or a file that is missing is an error.
import { performance } from 'node:perf_hooks';
import { URLSearchParams } from 'node:url';
import { HttpConnection } from './http-connection.mjs';

const MAX_PAGES = 60;
const acceptedEncodings = 'gzip, deflate, br';

/**
 * Plays one session to its end.
 * @param answers by item id, as `simulateRespondents` makes them
 * @param timed called with the milliseconds of each request
 * @returns the number of requests, and the bytes received, headers included: for the first page with all its files, and
 *   for the largest of the later pages with the redirect that led to it
 */
export async function playSession({ port, waveId, code, answers, timed }) {
  const browser = new Browser(port, timed);
  try {
    const bytesFirstVisit = await firstVisit(browser, `/de/${waveId}`);
    let bytesLaterPage = 0;
    const go = async (action, fields, expected) => {
      const before = browser.bytes;
      await browser.submit(action, fields);
      if (!expected.test(browser.path))
        throw new Error(`came to ${browser.path} instead of ${String(expected)}`);
      bytesLaterPage = Math.max(bytesLaterPage, browser.bytes - before);
    };

    await go('/start', { code }, /\/step\/1$/);
    for (let pages = 0; !browser.path.endsWith('/review'); pages += 1) {
      if (pages === MAX_PAGES) throw new Error(`no way from ${browser.path} to the review`);
      const onward = /\/(step\/\d+|consent|review)$/;
      if (browser.path.endsWith('/consent')) {
        const decision = answers.self_declared === undefined ? 'decline' : 'agree';
        await go('/consent', { decision }, onward);
      } else {
        await go(browser.path, { ...fieldsOn(browser.html, answers), go: 'next' }, onward);
      }
    }
    browser.expect(/<dd>/, 'a review without answers');
    await go('/submit', {}, /\/done$/);
    browser.expect(/R-[0-9A-Z]{4}(?:-[0-9A-Z]{4,5}){3}/, 'no receipt');
    return { requests: browser.requests, bytesFirstVisit, bytesLaterPage };
  } finally {
    browser.close();
  }
}

/** The page, its style sheets, scripts and icon, and what the style sheets name: pictures, and fonts for its letters. */
async function firstVisit(browser, path) {
  await browser.open(path);
  const linked = [...browser.html.matchAll(/<(?:link|script)\b[^>]*?\b(?:href|src)="(?!data:)([^"]+)"/g)];
  if (linked.length < 2) throw new Error('the welcome page names no style sheets');
  const wanted = new Set(linked.map(([, file]) => file));
  for (const file of wanted) {
    const { headers, body } = await browser.load(file);
    if (!headers['content-type']?.startsWith('text/css')) continue;
    for (const named of namedBy(body)) {
      const { pathname, search } = new URL(named, `http://x${file}`);
      wanted.add(pathname + search);
    }
  }
  return browser.bytes;
}

const namedIn = new WeakMap();

/** Addresses that a style sheet names, of fonts those that a browser would load for German text in all its weights. */
function namedBy(sheet) {
  const known = namedIn.get(sheet);
  if (known !== undefined) return known;
  const needed = sheet
    .toString()
    .replace(/@font-face\s*\{[^}]*\}/g, (face) => (/unicode-range:(?!\s*U\+0000)/i.test(face) ? '' : face));
  const named = needed.match(/(?<=url\(["']?)(?!["']?data:)[^"')]+/g) ?? [];
  namedIn.set(sheet, named);
  return named;
}

function fieldsOn(html, answers) {
  const names = new Set([...html.matchAll(/<input\b[^>]*? name="([^"]+)"/g)].map(([, name]) => name));
  const fields = {};
  for (const [id, answer] of Object.entries(answers)) {
    if (typeof answer === 'object' && !Array.isArray(answer)) {
      for (const [row, value] of Object.entries(answer))
        if (names.has(`${id}.${row}`)) fields[`${id}.${row}`] = value;
    } else if (names.has(id)) fields[id] = answer;
  }
  if (Object.keys(fields).length === 0 && names.size < 3) throw new Error('a page without questions');
  return fields;
}

class Browser {
  #connection;
  #timed;
  #cookies = new Map();
  requests = 0;
  bytes = 0;
  path = '';
  html = '';

  constructor(port, timed) {
    this.#connection = new HttpConnection(port);
    this.#timed = timed;
  }

  close() {
    this.#connection.close();
  }

  async open(path) {
    const answer = await this.#ask('GET', path);
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    this.path = path;
    this.html = answer.body.toString();
    this.expect(/^<!doctype html>\s*<html lang="de">[^]*<h1[^]*<\/html>\s*$/, 'no whole page in German');
  }

  /** Sends the page's form for `action` with its hidden fields, and follows to the page that is shown next. */
  async submit(action, fields) {
    const form = [...this.html.matchAll(/<form\b[^>]*? action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(
      ([, address]) => address.endsWith(action),
    );
    if (form === undefined) throw new Error(`no form for ${action} on ${this.path}`);
    const body = new URLSearchParams();
    for (const [, name, value] of form[2].matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g))
      body.append(name, value);
    for (const [name, value] of Object.entries(fields))
      for (const single of Array.isArray(value) ? value : [value]) body.append(name, String(single));
    const answer = await this.#ask('POST', form[1], body.toString());
    const { location } = answer.headers;
    if (answer.status !== 303 || location === undefined)
      throw new Error(`${form[1]} was answered with ${answer.status}`);
    await this.open(location);
  }

  async load(file) {
    const answer = await this.#ask('GET', file);
    if (answer.status !== 200 || answer.body.length === 0)
      throw new Error(`${file} was answered with ${answer.status}`);
    return answer;
  }

  expect(pattern, otherwise) {
    if (!pattern.test(this.html)) throw new Error(`${this.path}: ${otherwise}`);
  }

  async #ask(method, path, body = null) {
    const headers = {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'Accept-Language': 'de,en-US;q=0.7,en;q=0.3',
      'Accept-Encoding': acceptedEncodings,
      Connection: 'keep-alive',
    };
    if (this.#cookies.size > 0)
      headers.Cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (body !== null) headers['Content-Type'] = 'application/x-www-form-urlencoded';
    const start = performance.now();
    const answer = await this.#connection.request(method, path, headers, body);
    this.#timed(performance.now() - start);
    this.requests += 1;
    this.bytes += answer.wireBytes;
    for (const line of answer.headers['set-cookie']) this.#keep(line);
    return answer;
  }

  #keep(line) {
    const [pair, ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(name.length + 1));
  }
}
