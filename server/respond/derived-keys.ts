import { hkdfSync } from 'node:crypto';
import type { RotatingKey, RotatingKeys } from '../ports/rotating-key.js';

type DerivedKeys = readonly [current: Buffer, before?: Buffer];

/** The keys for one purpose, 32 bytes each (HKDF, RFC 5869), derived anew when the key they come from was replaced. */
export function derivedKeys(from: RotatingKey, purpose: string): () => DerivedKeys {
  const derive = (master: Uint8Array): Buffer =>
    Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `mehrwelt ${purpose} 1`, 32));
  let known: RotatingKeys | null = null;
  let derived: DerivedKeys | null = null;
  return () => {
    const keys = from.keys();
    if (derived === null || keys !== known) {
      const [current, before] = keys;
      derived = before === undefined ? [derive(current)] : [derive(current), derive(before)];
      known = keys;
    }
    return derived;
  };
}
