/** What a form is filled with; a list for a field that is sent several times. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface RespondPage {
  readonly status: number;
  /** Address after redirects, without the origin. */
  readonly path: string;
  readonly html: string;
  /** The text between the tags, entities resolved, white space collapsed. */
  readonly text: string;
}

/**
 * A respondent's browser without JavaScript: keeps cookies, follows redirects, and sends the hidden fields of the forms it
 * was shown. Every verb resolves to the page that was reached, which is also kept in `page`.
 */
export class RespondClient {
  readonly cookies = new Map<string, string>();
  page: RespondPage = { status: 0, path: '', html: '', text: '' };
  /** The `Set-Cookie` lines of the last request, redirects included. */
  setCookies: string[] = [];

  constructor(
    /** `http://127.0.0.1:1234` */
    readonly origin: string,
    readonly lang: 'de' | 'en' = 'de',
    /** Headers that a browser or a proxy would add. */
    readonly extraHeaders: Readonly<Record<string, string>> = {},
  ) {}

  get(path: string): Promise<RespondPage> {
    this.setCookies = [];
    return this.request('GET', path, null);
  }

  /** Sends exactly these fields. */
  post(path: string, fields: Fields): Promise<RespondPage> {
    this.setCookies = [];
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const single of typeof value === 'string' ? [value] : value) body.append(name, single);
    }
    return this.request('POST', path, body.toString());
  }

  /** Sends a form of the current page, found by the end of its address, with its hidden fields. */
  submitForm(action: string, fields: Fields = {}): Promise<RespondPage> {
    const form = formsOf(this.page.html).find((candidate) => candidate.action.endsWith(action));
    if (form === undefined) throw new Error(`no form for "${action}" on ${this.page.path}`);
    return this.post(form.action, { ...form.hidden, ...fields });
  }

  /** Opens the welcome page and starts. */
  async start(waveId: string, code?: string): Promise<RespondPage> {
    await this.get(`/${this.lang}/${waveId}`);
    return this.submitForm('/start', code === undefined ? {} : { code });
  }

  /** Fills in the questionnaire page that is shown, and presses a button of it. */
  answerPage(fields: Fields, go = 'next'): Promise<RespondPage> {
    const action = this.page.path.replace(/\?.*$/, '');
    return this.submitForm(action, { ...fields, go });
  }

  decide(decision: 'agree' | 'decline'): Promise<RespondPage> {
    return this.submitForm('/consent', { decision });
  }

  /** Sends the answers off from the review page; the receipt that comes back. */
  async submit(): Promise<string> {
    await this.submitForm('/submit');
    return this.receipt();
  }

  /**
   * Goes from the current page to the review: answers what is asked with the given fields, agrees or declines, and
   * passes pages with new questions again.
   */
  async answerAll(fields: Fields, consent: 'agree' | 'decline' = 'agree'): Promise<RespondPage> {
    for (let round = 0; round < 60; round++) {
      if (this.page.path.endsWith('/review')) return this.page;
      if (this.page.path.endsWith('/consent')) await this.decide(consent);
      else await this.answerPage(this.ofThisPage(fields));
    }
    throw new Error(`no way from ${this.page.path} to the review`);
  }

  /** The receipt on the page after the submission. */
  receipt(): string {
    const receipt = /R-[0-9A-Z]{4}(?:-[0-9A-Z]{4,5}){3}/.exec(this.page.text)?.[0];
    if (receipt === undefined) throw new Error(`no receipt on ${this.page.path} (${this.page.status})`);
    return receipt;
  }

  private ofThisPage(fields: Fields): Fields {
    return Object.fromEntries(
      Object.entries(fields).filter(([name]) => this.page.html.includes(`name="${name}"`)),
    );
  }

  private async request(method: string, path: string, body: string | null): Promise<RespondPage> {
    const options = {
      method,
      redirect: 'manual',
      body,
      headers: {
        ...this.extraHeaders,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    } as const;
    const address = new URL(path, this.origin);
    // As a browser does where the server had closed the connection that was kept for the next page.
    const response = await fetch(address, options).catch((error: unknown) => {
      if (method === 'GET') return fetch(address, options);
      throw error;
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const location = response.headers.get('location');
    if (location !== null) {
      await response.arrayBuffer();
      return this.request('GET', location, null);
    }
    const html = await response.text();
    this.page = { status: response.status, path, html, text: textOf(html) };
    return this.page;
  }

  private keep(line: string): void {
    this.setCookies.push(line);
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(name.length + 1));
  }
}

function formsOf(html: string): { action: string; hidden: Record<string, string> }[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = '', inside = '']) => ({
    action: attributeOf(tag, 'action'),
    hidden: Object.fromEntries(
      [...inside.matchAll(/<input type="hidden"([^>]*)>/g)].map(([, input = '']) => [
        attributeOf(input, 'name'),
        attributeOf(input, 'value'),
      ]),
    ),
  }));
}

function attributeOf(tag: string, name: string): string {
  return unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function textOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return unescaped(body.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function unescaped(text: string): string {
  return text
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
