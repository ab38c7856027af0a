// One HTTP/1.1 connection of a browser: kept open, one request at a time, every byte counted. Written for this alone,
// because the clients that exist need more of a processor than the server that is to be measured. What it does not
// expect (an answer without a length, a connection that is closed) is an error.
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const decoders = {
  identity: (body) => body,
  gzip: (body) => gunzipSync(body),
  br: (body) => brotliDecompressSync(body),
};

/** What was decoded last time, by length: a file comes byte for byte the same to everybody, and is decoded once. */
const decodedBefore = new Map();

function decoded(body, encoding, decode) {
  if (encoding !== 'br') return decode(body);
  const before = decodedBefore.get(body.length);
  if (before?.wire.equals(body)) return before.content;
  const content = decode(body);
  decodedBefore.set(body.length, { wire: body, content });
  return content;
}

export class HttpConnection {
  #socket;
  #pieces = [];
  #length = 0;
  #needed = 0;
  #waiting = null;
  #failure = null;

  constructor(port) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (piece) => this.#take(piece));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
    this.host = `127.0.0.1:${port}`;
  }

  /** Resolves to status, headers (`set-cookie` as a list), the decoded body, and the bytes that came over the wire. */
  request(method, path, headers, body = null) {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const lines = [`${method} ${path} HTTP/1.1`, `Host: ${this.host}`];
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body !== null) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#needed = 0;
      this.#socket.write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
    });
  }

  close() {
    this.#failure ??= new Error('closed by the browser');
    this.#socket.destroy();
  }

  #take(piece) {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#waiting === null) return this.#fail(new Error('the server sent what nobody asked for'));
    if (this.#length < this.#needed) return;
    try {
      const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
      this.#pieces = [bytes];
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = readHead(bytes.latin1Slice(0, end));
      this.#needed = end + 4 + head.length;
      if (bytes.length < this.#needed) return;
      if (bytes.length > this.#needed) throw new Error('the server sent more than it announced');
      const { resolve } = this.#waiting;
      const { status, headers } = head;
      const encoding = headers['content-encoding'] ?? 'identity';
      const decode = decoders[encoding];
      if (decode === undefined) throw new Error(`the server sent the encoding ${encoding}`);
      this.#waiting = null;
      this.#pieces = [];
      this.#length = 0;
      resolve({
        status,
        headers,
        body: decoded(bytes.subarray(end + 4), encoding, decode),
        wireBytes: bytes.length,
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    this.#failure ??= error;
    this.#socket.destroy();
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(this.#failure);
  }
}

function readHead(text) {
  const [first, ...lines] = text.split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(`${first} `)?.[1]);
  if (!Number.isInteger(status)) throw new Error('the server did not answer in HTTP/1.1');
  const headers = { 'set-cookie': [] };
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'set-cookie') headers['set-cookie'].push(value);
    else headers[name] = value;
  }
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (!Number.isInteger(length)) throw new Error('the server did not say how long its answer is');
  return { status, headers, length };
}
