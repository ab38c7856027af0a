import type { Lang } from '../ports/office.js';
import type { MessageParams } from '../i18n/index.js';

/** What a staff session holds. Respondents have none. */
declare module 'express-session' {
  interface SessionData {
    userId: string;
    lang: Lang;
    /** Messages for the next page, shown once. */
    flash: { key: string; params: MessageParams }[];
  }
}
