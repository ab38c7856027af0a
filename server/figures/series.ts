import type { Share } from '../disclosure/shares.js';
import type { Reference } from '../references/reference.js';
import type { Interval } from '../statistics/interval.js';
import { wilson } from '../statistics/wilson.js';
import type { ItemComparison } from '../survey/compare-items.js';
import type { Localized } from '../survey/definition.js';

/** What is followed through time: the share of some codes of an indicator among everybody, or in the groups named. */
export interface Followed {
  readonly instrument: string;
  /** Null: participation itself. */
  readonly indicator: string | null;
  readonly codes: readonly string[];
  /** Codes by breakdown variable; empty: everybody. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** A released share of a wave of this installation. */
export interface WavePoint {
  readonly waveId: string;
  readonly title: Localized;
  /** `2026`. */
  readonly year: string;
  readonly share: Share;
  /** How many were asked, where that is known. */
  readonly asked: number | null;
  /** How the indicator compares with that of the wave before; null: the same questionnaire, or the first wave. */
  readonly sinceLast: Pick<ItemComparison, 'comparison' | 'change'> | null;
}

export interface SeriesPoint {
  readonly year: string;
  /** To place it in time: 2013, and 2023.5 for 2023/24. */
  readonly at: number;
  readonly label: Localized;
  /** As a fraction. */
  readonly share: number;
  /** At 95 %; null where the base is not published. */
  readonly interval: Interval | null;
  /** One of both. */
  readonly reference: Reference | null;
  readonly wave: WavePoint | null;
  /** Held against the point before with a warning: the question was worded differently. */
  readonly reworded: boolean;
}

/**
 * Why two points must not be joined. `concept-changed`: what is counted is defined in another way.
 * `questionnaire-changed`: the question has other answers, or was put to other people.
 */
export type BreakReason = 'concept-changed' | 'questionnaire-changed';

export interface SeriesBreak {
  readonly after: SeriesPoint;
  readonly before: SeriesPoint;
  readonly why: BreakReason;
}

/** Points of one publisher; a line may be drawn inside a segment only. */
export interface Series {
  /** Empty for the own one where no earlier survey is known. */
  readonly name: string;
  /** The series of the staff surveys, which the waves of this installation continue. */
  readonly own: boolean;
  readonly points: readonly SeriesPoint[];
  readonly segments: readonly (readonly SeriesPoint[])[];
  readonly breaks: readonly SeriesBreak[];
}

/**
 * The series that a share belongs to, the own one first, then in the order of their figures. Earlier surveys of this
 * staff (`baseline`, `previous`) and the waves form the own one. A published figure goes on into a wave without a break
 * only where its concept is the indicator itself. A figure whose year is no year has no place in a series.
 */
export function seriesOf(
  references: readonly Reference[],
  followed: Followed,
  waves: readonly WavePoint[],
): Series[] {
  let ownName = '';
  const byName = new Map<string, SeriesPoint[]>();
  const own: SeriesPoint[] = waves.map(ofWave);
  for (const reference of references.filter((one) => isFollowed(one, followed))) {
    const at = placeOf(reference.year);
    if (at === null) continue;
    const isOwn = reference.kind === 'baseline' || reference.kind === 'previous';
    const list = isOwn ? own : (byName.get(reference.series) ?? []);
    if (isOwn) ownName = reference.series;
    else byName.set(reference.series, list);
    list.push(ofReference(reference, at));
  }
  const others = [...byName].map(([name, points]) => makeSeries(name, false, points, followed.indicator));
  return own.length === 0 ? others : [makeSeries(ownName, true, own, followed.indicator), ...others];
}

function isFollowed({ instrument, links }: Reference, followed: Followed): boolean {
  const names = (codes: readonly string[]): string => [...codes].sort().join();
  const groupsText = (groups: Followed['groups']): string =>
    Object.entries(groups)
      .map(([id, codes]) => `${id}=${names(codes)}`)
      .sort()
      .join(';');
  return (
    instrument === followed.instrument &&
    links.some(
      ({ indicator, codes, groups }) =>
        indicator === followed.indicator &&
        names(codes) === names(followed.codes) &&
        groupsText(groups) === groupsText(followed.groups),
    )
  );
}

/** 2013 of `2013`, 2023.5 of `2023/24`; null for what is no year. */
export function placeOf(year: string): number | null {
  const found = /^(\d{4})(\/\d{2}|\/\d{4})?$/.exec(year.trim());
  return found === null ? null : Number(found[1]) + (found[2] === undefined ? 0 : 0.5);
}

function ofReference(reference: Reference, at: number): SeriesPoint {
  const { base, invited, kind, label, year, value } = reference;
  const share = value / 100;
  // Personnel statistics count everybody, so that nothing in them is left to chance.
  const asked = kind === 'staff' ? base : invited;
  const interval =
    base === null
      ? null
      : wilson(Math.min(base, share * base), base, (asked ?? 0) >= base ? (asked ?? base) : undefined);
  return { year, at, label, share, interval, reference, wave: null, reworded: false };
}

function ofWave(wave: WavePoint): SeriesPoint {
  const { year, title, share, asked, sinceLast } = wave;
  const { count, base } = share;
  const interval = wilson(count, base, asked !== null && asked >= base ? asked : undefined);
  const reworded = sinceLast?.comparison === 'with-warning';
  return {
    year,
    at: placeOf(year) ?? 0,
    label: title,
    share: share.share,
    interval,
    reference: null,
    wave,
    reworded,
  };
}

function makeSeries(
  name: string,
  own: boolean,
  unsorted: readonly SeriesPoint[],
  indicator: string | null,
): Series {
  const points = [...unsorted].sort((a, b) => a.at - b.at);
  const segments: SeriesPoint[][] = [];
  const breaks: SeriesBreak[] = [];
  points.forEach((point, at) => {
    const last = points[at - 1];
    const why = last === undefined ? null : breakBetween(last, point, indicator);
    if (last !== undefined && why !== null) breaks.push({ after: last, before: point, why });
    const open = segments.at(-1);
    if (open === undefined || why !== null) segments.push([point]);
    else open.push(point);
  });
  return { name, own, points, segments, breaks };
}

function breakBetween(last: SeriesPoint, point: SeriesPoint, indicator: string | null): BreakReason | null {
  if (last.wave !== null && point.wave !== null)
    return point.wave.sinceLast?.comparison === 'refused' ? 'questionnaire-changed' : null;
  // A wave counts what its indicator counts; what a rate of participation counts is the same everywhere.
  const conceptOf = ({ reference }: SeriesPoint): string =>
    reference?.concept ?? indicator ?? 'response_rate';
  return conceptOf(last) === conceptOf(point) ? null : 'concept-changed';
}
