import type Database from 'better-sqlite3';
import type { ReferenceShelf, ShelfChanges } from '../../ports/reference-shelf.js';
import type { Reference } from '../../references/reference.js';
import { referenceSchema } from '../../references/reference.js';
import { canonicalJson } from '../canonical-json.js';

type Change = 'added' | 'changed' | 'unchanged';

/** Figures as canonical JSON, so that "the same as shipped" is a comparison of texts. */
export function makeReferenceShelf(office: Database.Database): ReferenceShelf {
  const all = office.prepare<[], string>('SELECT body FROM reference ORDER BY number').pluck();
  const bodyOf = office.prepare<[string], string>('SELECT body FROM reference WHERE id = ?').pluck();
  const store = office.prepare<[string, string]>(
    'INSERT INTO reference (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  );
  const drop = office.prepare<[string]>('DELETE FROM reference WHERE id = ?');
  const shippedAs = office
    .prepare<[string], string>('SELECT body FROM reference_shipped WHERE id = ?')
    .pluck();
  const noteShipped = office.prepare<[string, string]>(
    'INSERT INTO reference_shipped (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  );

  const putOne = (reference: Reference): Change => {
    const body = canonicalJson(reference);
    const before = bodyOf.get(reference.id);
    if (before === body) return 'unchanged';
    store.run(reference.id, body);
    return before === undefined ? 'added' : 'changed';
  };
  const shipOne = (reference: Reference): Change => {
    const { id } = reference;
    const shipped = shippedAs.get(id);
    // Shipped before, and not here as it was shipped: edited or removed since. Never shipped, and here: somebody's own.
    const untouched = bodyOf.get(id) === shipped;
    noteShipped.run(id, canonicalJson(reference));
    return untouched ? putOne(reference) : 'unchanged';
  };
  const each = (references: readonly Reference[], act: (reference: Reference) => Change): ShelfChanges => {
    const changes = references.map(act);
    const count = (kind: Change): number => changes.filter((change) => change === kind).length;
    return { added: count('added'), changed: count('changed') };
  };

  const put = office.transaction(putOne);
  const putAll = office.transaction((references: readonly Reference[]) => each(references, putOne));
  const ship = office.transaction((references: readonly Reference[]) => each(references, shipOne));

  return {
    async list() {
      return all.all().map(read);
    },
    async find(id) {
      const body = bodyOf.get(id);
      return body === undefined ? null : read(body);
    },
    async put(reference) {
      return put.immediate(reference);
    },
    async putAll(references) {
      return putAll.immediate(references);
    },
    async remove(id) {
      return drop.run(id).changes === 1;
    },
    async ship(references) {
      return ship.immediate(references);
    },
  };
}

function read(body: string): Reference {
  return referenceSchema.parse(JSON.parse(body));
}
