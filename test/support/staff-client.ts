/** A page as a browser without JavaScript would have it after following redirects. */
export interface Page {
  readonly status: number;
  readonly html: string;
  /** Path and query of the page that answered in the end. */
  readonly path: string;
  readonly headers: Headers;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface UploadFile {
  readonly field: string;
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * A member of staff at a browser: keeps cookies, follows redirects, and sends forms with the CSRF token of the page they
 * stand on, as a person would.
 */
export class StaffClient {
  readonly #jar = new Map<string, string>();

  /** `origin` without a slash at the end: `http://127.0.0.1:40123`. */
  constructor(private readonly origin: string) {}

  /** Opens a page. */
  async get(path: string): Promise<Page> {
    return this.#follow('GET', path);
  }

  /** Signs in by the form; the page is where that led to. */
  async login(login: string, password: string): Promise<Page> {
    return this.post('/staff/login', { login, password });
  }

  /** Sends a form to `path`, with the token of the form page `from` (which is opened first). */
  async post(path: string, fields: Fields = {}, from = '/staff/login'): Promise<Page> {
    return this.postRaw(path, { csrf: await this.token(from), ...fields });
  }

  /** Sends a form with just these fields: without a token, or with a forged one. */
  async postRaw(path: string, fields: Fields): Promise<Page> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    }
    return this.#follow('POST', path, body);
  }

  /** Sends a form with a file, multipart. */
  async upload(path: string, file: UploadFile, fields: Fields = {}, from = '/staff/login'): Promise<Page> {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrf: await this.token(from), ...fields })) {
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    }
    body.append(file.field, new Blob([Buffer.from(file.content)]), file.name);
    return this.#follow('POST', path, body);
  }

  /** The CSRF token in the page's forms. */
  async token(path: string): Promise<string> {
    const { html } = await this.get(path);
    const token = /name="csrf" value="([^"]+)"/.exec(html)?.[1];
    if (token === undefined) throw new Error(`no form on ${path}`);
    return token;
  }

  /** One request, redirects not followed. */
  async request(method: 'GET' | 'POST', path: string, body?: URLSearchParams | FormData): Promise<Response> {
    const response = await fetch(this.origin + path, {
      method,
      redirect: 'manual',
      headers: { cookie: this.cookies },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  /** The `Cookie` header as it would be sent now. */
  get cookies(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Goes on with somebody else's cookies. */
  useCookies(header: string): void {
    this.#jar.clear();
    for (const pair of header.split('; ').filter(Boolean)) this.#keep(pair);
  }

  async #follow(method: 'GET' | 'POST', path: string, body?: URLSearchParams | FormData): Promise<Page> {
    let at = path;
    let response = await this.request(method, path, body);
    for (let hops = 0; response.status >= 300 && response.status < 400; hops += 1) {
      if (hops > 10) throw new Error(`${path} redirects in a circle`);
      await response.arrayBuffer();
      const to = new URL(response.headers.get('location') ?? '', this.origin + at);
      at = to.pathname + to.search;
      response = await this.request('GET', at);
    }
    return { status: response.status, html: await response.text(), path: at, headers: response.headers };
  }

  #keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';');
    const [name = '', ...value] = pair.split('=');
    const gone = attributes.some((attribute) =>
      /^\s*(?:max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute),
    );
    if (gone) this.#jar.delete(name);
    else this.#jar.set(name, value.join('='));
  }
}
