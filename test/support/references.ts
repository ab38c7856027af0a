import type { Reference } from '../../server/references/reference.js';

/** A published figure with nothing special about it. */
export function aReference(particulars: Partial<Reference> = {}): Reference {
  return {
    id: 'figure',
    instrument: 'canteen',
    kind: 'elsewhere',
    links: [{ indicator: 'lunch', codes: ['yes'], groups: {} }],
    label: { de: 'Zufrieden, Kantine nebenan', en: 'Content, canteen next door' },
    series: 'Kantine nebenan',
    concept: 'lunch',
    value: 21.6,
    unit: 'percent',
    base: null,
    invited: null,
    year: '2024',
    universe: { de: 'Gäste', en: 'Guests' },
    definition: null,
    caveats: [],
    source: 'https://example.org/',
    certainty: 'high',
    ...particulars,
  };
}
