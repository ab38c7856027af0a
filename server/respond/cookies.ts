import type { Request, Response } from 'express';

/** Well below the 4,096 bytes that browsers grant a cookie with its name. */
export const COOKIE_BYTES = 3800;

/**
 * The respondents' cookies. This file is the only one that reads the cookie header, and it hands out nothing but values
 * under the exact name that is asked for: what others set (a single sign-on of the intranet, say) is never looked at.
 */
export interface Cookies {
  read(req: Request, name: string): string | null;
  /** Ends with the browser's session unless `seconds` is given. */
  write(res: Response, name: string, value: string, seconds?: number): void;
  clear(res: Response, name: string): void;
}

/** `secure`: over https; the names then carry the prefix that keeps neighbours on the same domain from setting them. */
export function makeCookies(secure: boolean): Cookies {
  const prefix = secure ? '__Host-' : '';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

  return {
    read(req, name) {
      const wanted = `${prefix}${name}=`;
      for (const pair of (req.headers.cookie ?? '').split(';')) {
        const trimmed = pair.trim();
        if (!trimmed.startsWith(wanted)) continue;
        const value = trimmed.slice(wanted.length);
        return /^[A-Za-z0-9_.-]+$/.test(value) ? value : null;
      }
      return null;
    },

    write(res, name, value, seconds) {
      const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
      res.append('Set-Cookie', `${prefix}${name}=${value}; ${attributes}${age}`);
    },

    clear(res, name) {
      res.append('Set-Cookie', `${prefix}${name}=; ${attributes}; Max-Age=0`);
    },
  };
}
