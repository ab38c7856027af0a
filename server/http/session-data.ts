import type { MessageParams } from '../i18n/index.js';

/** What pages keep in a staff session besides the log-in. Respondents have no session. */
declare module 'express-session' {
  interface SessionData {
    /** Messages for the next page, shown once. */
    flash?: { key: string; params: MessageParams }[];
  }
}
