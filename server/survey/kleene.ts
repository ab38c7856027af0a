/** Three-valued truth: null means unknown. Kleene's strong logic (S. C. Kleene, Introduction to Metamathematics, 1952, § 64). */
export type Truth = boolean | null;

export function not(value: Truth): Truth {
  return value === null ? null : !value;
}

/** False as soon as one is false; true only if all are true. */
export function allOf(values: readonly Truth[]): Truth {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

/** True as soon as one is true; false only if all are false. */
export function anyOf(values: readonly Truth[]): Truth {
  if (values.includes(true)) return true;
  return values.includes(null) ? null : false;
}

/** Whether exactly `wanted` are true, where the unknown ones could still turn out either way. */
export function countIs(values: readonly Truth[], wanted: number): Truth {
  const certain = values.filter((value) => value === true).length;
  const open = values.filter((value) => value === null).length;
  if (open === 0) return certain === wanted;
  return certain > wanted || certain + open < wanted ? false : null;
}
