import { finish, makeRequest, readKey, type BlindRequest } from '../../static/credential/blind.mjs';

/** What the browser's script does, without a browser. */
export interface ExchangeClient {
  readonly request: BlindRequest;
  /** Sends code and blinded message; the answer, whatever it is. */
  ask(
    code: string,
    blinded?: string,
  ): Promise<{ status: number; signature: string | null; refused: string | null }>;
  /** The credential as the start form sends it. */
  credential(signature: string): Promise<string>;
}

/** @param html the welcome page of the wave */
export async function exchangeClient(origin: string, html: string): Promise<ExchangeClient> {
  const attribute = (name: string): string => new RegExp(`data-${name}="([^"]*)"`).exec(html)?.[1] ?? '';
  const key = await readKey(Uint8Array.from(Buffer.from(attribute('key'), 'base64url')));
  const request = await makeRequest(key);
  return {
    request,
    async ask(code, blinded = Buffer.from(request.blinded).toString('base64url')) {
      const answer = await fetch(new URL(attribute('exchange'), origin), {
        method: 'POST',
        body: new URLSearchParams({ code, blinded }),
        redirect: 'manual',
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      const body = (isJson ? JSON.parse(text) : {}) as { signature?: string; refused?: string };
      return { status: answer.status, signature: body.signature ?? null, refused: body.refused ?? null };
    },
    async credential(signature) {
      const whole = await finish(key, request, Uint8Array.from(Buffer.from(signature, 'base64url')));
      return Buffer.from(whole).toString('base64url');
    },
  };
}
