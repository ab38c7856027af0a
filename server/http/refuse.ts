import type { Request } from 'express';

/** A request that must not be: answered with a plain 403 page and written to the audit log by staff-app.ts. */
export class Refusal extends Error {
  constructor(
    /** Short and fixed, never what the user sent: `role`, `csrf`, `unknown-wave`. */
    readonly reason: string,
    readonly method: string,
  ) {
    super(`refused: ${reason}`);
  }
}

/** Ends a handler where what came can only be forged: `if (wave === null) refuse(req, 'unknown-wave');` */
export function refuse(req: Request, reason: string): never {
  throw new Refusal(reason, req.method);
}
