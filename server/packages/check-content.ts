import { checkPlan } from '../disclosure/check-plan.js';
import { NEUTRAL_MINIMUM, NO_ANSWER_CODES } from '../disclosure/table-shape.js';
import type { Variable } from '../survey/variables.js';
import { variablesOf } from '../survey/variables.js';
import { paths } from './format.js';
import type { PackageContent } from './package-content.js';
import { codeListsOf } from './package-content.js';
import type { PackageFault } from './package-fault.js';

/**
 * Whether the parts of a package belong together: manifest, code lists and derivations to the instrument, plan and figures
 * to its variables, no figure smaller than the rule allowed, and published figures to the same questionnaire.
 */
export function contentFaults(
  content: PackageContent,
  beside: { readonly lists: unknown; readonly derivations: unknown },
): PackageFault[] {
  const { manifest, instrument, plan } = content;
  const variables = variablesOf(instrument);
  const fault = (path: string, key: string, params: PackageFault['params'] = {}): PackageFault => ({
    path,
    key: `packages.fault.${key}`,
    params,
  });
  const faults: PackageFault[] = [];
  if (manifest.instrument.id !== instrument.id || manifest.instrument.version !== instrument.version)
    faults.push(fault(`${paths.manifest}: instrument`, 'otherInstrument'));
  if (!same(beside.lists, codeListsOf(instrument))) faults.push(fault(paths.codeLists, 'notOfInstrument'));
  if (!same(beside.derivations, { derived: instrument.derived }))
    faults.push(fault(paths.derivations, 'notOfInstrument'));
  if (manifest.kind === 'wave') {
    if (manifest.wave.closesAt <= manifest.wave.opensAt)
      faults.push(fault(`${paths.manifest}: wave.closesAt`, 'endsBeforeStart'));
    if (manifest.wave.languages.some((lang) => !instrument.languages.includes(lang)))
      faults.push(fault(`${paths.manifest}: wave.languages`, 'otherLanguage'));
  } else if (content.figures.length > 0) {
    faults.push(fault(paths.figures, 'figuresWithoutTables'));
  }
  const planFaults = plan === null ? [] : checkPlan(plan, variables);
  faults.push(
    ...planFaults.map(({ path, key, params }) => ({ path: `${paths.plan}: ${path}`, key, params })),
    ...figureFaults(content, variables, fault),
  );
  content.references.forEach((reference, index) => {
    if (reference.instrument !== instrument.id)
      faults.push(fault(`${paths.references}: references[${String(index)}].instrument`, 'otherInstrument'));
  });
  return faults;
}

function figureFaults(
  { figures, policy }: PackageContent,
  variables: readonly Variable[],
  fault: (path: string, key: string, params?: PackageFault['params']) => PackageFault,
): PackageFault[] {
  const codesOf = new Map(variables.map(({ id, codes }) => [id, new Set(codes.map(({ code }) => code))]));
  const has = (id: string, code: string): boolean => codesOf.get(id)?.has(code) === true;
  // The older rule told small counts of neutral answers within groups that were large enough.
  const k = policy?.k ?? 0;
  const least = policy?.rule === 'withhold-whole-1' ? Math.min(k, NEUTRAL_MINIMUM) : k;
  const seen = new Set<string>();
  return figures.flatMap(({ indicator, code, groups, count, base }, index) => {
    const path = `${paths.figures}: figures[${String(index)}]`;
    const formed = Object.entries(groups);
    if (!has(indicator, code) || NO_ANSWER_CODES.has(code) || !formed.every(([id, one]) => has(id, one)))
      return [fault(path, 'unknownCode')];
    const key = JSON.stringify([indicator, code, formed.sort()]);
    if (seen.has(key)) return [fault(path, 'figureTwice')];
    seen.add(key);
    if (count > base) return [fault(path, 'moreThanAll')];
    return count < least || base < k ? [fault(path, 'tooSmall', { k })] : [];
  });
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [here, there] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(here).filter((key) => here[key] !== undefined);
  const others = Object.keys(there).filter((key) => there[key] !== undefined);
  return (
    keys.length === others.length &&
    keys.every((key) => Object.hasOwn(there, key) && same(here[key], there[key]))
  );
}
