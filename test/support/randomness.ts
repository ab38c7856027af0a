import { randomBytes } from 'node:crypto';
import type { Randomness } from '../../server/ports/randomness.js';

export const systemRandomness: Randomness = { bytes: (length) => randomBytes(length) };
