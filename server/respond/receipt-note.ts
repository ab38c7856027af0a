import type { Request, Response } from 'express';
import type { Cookies } from './cookies.js';
import type { Sealer } from './seal.js';

/** How long the receipt page can be shown again, in seconds. */
export const RECEIPT_SECONDS = 600;

/** Keeps the receipt in the browser for ten minutes after the submission, so that a refresh of the page does not lose it. */
export interface ReceiptNotes {
  read(req: Request, waveId: string): string | null;
  write(res: Response, waveId: string, receipt: string): void;
  clear(req: Request, res: Response, waveId: string): void;
}

export function makeReceiptNotes(sealer: Sealer, cookies: Cookies): ReceiptNotes {
  const name = (waveId: string) => `mw_${waveId}_done`;
  return {
    read(req, waveId) {
      const sealed = cookies.read(req, name(waveId));
      return sealed === null ? null : sealer.open(sealed, waveId);
    },
    write(res, waveId, receipt) {
      cookies.write(res, name(waveId), sealer.seal(receipt, waveId), RECEIPT_SECONDS);
    },
    clear(req, res, waveId) {
      if (cookies.read(req, name(waveId)) !== null) cookies.clear(res, name(waveId));
    },
  };
}
