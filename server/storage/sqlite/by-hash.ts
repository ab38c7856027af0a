/**
 * The items in the order of their hashes. Written in this order, rows tell nothing about the order they came in.
 * @throws where two items have the same hash.
 */
export function byHash<Item>(items: readonly Item[], hashOf: (item: Item) => Uint8Array): Item[] {
  const keyed = items.map((item) => ({ item, key: Buffer.from(hashOf(item)) }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  return keyed.map(({ item, key }, index) => {
    if (keyed[index + 1]?.key.equals(key) === true) throw new Error('the same hash was given twice');
    return item;
  });
}
