import { describe } from 'vitest';
import { makeTestStorage } from '../support/storage.js';
import { ballotBoxContract } from './ballot-box.contract.js';
import { codesContract } from './codes.contract.js';
import { followUpsContract } from './follow-ups.contract.js';
import { officeContract } from './office.contract.js';
import { referencesContract } from './references.contract.js';
import { reportTextsContract } from './report-texts.contract.js';
import { sealingContract } from './sealing.contract.js';
import { staffContract } from './staff.contract.js';
import { tokensContract } from './tokens.contract.js';

describe('SQLite', () => {
  ballotBoxContract(makeTestStorage);
  sealingContract(makeTestStorage);
  codesContract(makeTestStorage);
  followUpsContract(makeTestStorage);
  officeContract(makeTestStorage);
  referencesContract(makeTestStorage);
  reportTextsContract(makeTestStorage);
  staffContract(makeTestStorage);
  tokensContract(makeTestStorage);
});
