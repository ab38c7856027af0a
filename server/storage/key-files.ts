import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFile } from '../ports/copies.js';
import { filesBelow } from './put-files.js';
import { isPrivate } from './private-files.js';
import { StorageRefusal } from './refusal.js';

/** The key of drafts is replaced every week and its old one overwritten, which a copy would outlive; a lost one is made anew. */
const NEVER_COPIED = 'draft.key';

/**
 * The files of the key folder that can't be made again, the waves' own keys included; what a crash left half written is
 * left out.
 * @throws StorageRefusal where others could read one
 */
export function readKeyFiles(keyDir: string): DataFile[] {
  return filesBelow(keyDir)
    .filter((path) => path !== NEVER_COPIED && !path.endsWith('.tmp') && !path.endsWith('.unfinished'))
    .map((path) => {
      const file = join(keyDir, path);
      if (!isPrivate(file))
        throw new StorageRefusal(
          `Other users may read or write the key file ${file}. Run: chmod 600 ${file}`,
        );
      return { path, content: readFileSync(file) };
    });
}
