import type { House } from './house.js';
import type { Page, StaffClient } from './staff-client.js';

export const HOME = '/staff/waves/from-package';

/** HR sends a package; the page is what is in it, or why it isn't taken. */
export function send(client: StaffClient, content: Uint8Array): Promise<Page> {
  return client.upload(HOME, { field: 'file', name: 'package.zip', content }, {}, HOME);
}

export interface Stored {
  readonly waves: readonly string[];
  readonly definitions: readonly string[];
  readonly references: number;
  readonly acts: readonly string[];
}

/** What a start from a package could have left behind. */
export function stored(house: House): Promise<Stored> {
  return house.behindTheScenes(async ({ storage }) => ({
    waves: (await storage.waves.list()).map(({ id }) => id),
    definitions: (await storage.definitions.list()).map(({ id, version }) => `${id} ${version}`),
    references: (await storage.references.list()).length,
    acts: (await storage.audit.page(0, 100)).entries.map(({ action }) => action),
  }));
}
