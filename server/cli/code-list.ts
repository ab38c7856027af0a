import type { Dimension, Level } from '../disclosure/family.js';
import type { VariableColumns } from './protect-options.js';

/** Stands for all codes of a variable together. */
export const TOTAL_CODE = 'Total';

/** Leaves of one variable are kept in 16 bits, here and in the cube. */
export const MOST_LEAVES = 0xffff;

/** A cell that can't be a code; whoever knows the row adds it. */
export class CodeFault extends Error {
  override readonly name = 'CodeFault';
  constructor(
    readonly column: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** The codes of one variable, collected row by row, with the parent of each in a hierarchy. */
export class CodeList {
  readonly #columns: VariableColumns;
  readonly #positions: readonly number[];
  readonly #leaves = new Map<string, number>();
  readonly #parentOf = new Map<string, string>();
  readonly #levelOf = new Map<string, number>();

  /** `positions`: where in a row the columns are found. */
  constructor(columns: VariableColumns, positions: readonly number[]) {
    this.#columns = [...columns].reverse();
    this.#positions = [...positions].reverse();
  }

  get name(): string {
    return this.#columns[0] ?? '';
  }

  get size(): number {
    return this.#leaves.size;
  }

  /** The row's leaf, numbered from 0 in the order of appearance. Throws a CodeFault. */
  leafOf(row: readonly string[]): number {
    const code = row[this.#positions[0] ?? -1] ?? '';
    const known = this.#leaves.get(code);
    return known !== undefined && this.#hasParents(code, row) ? known : this.#meet(row);
  }

  /** Codes of every level in the order of their code points, and the place there of each leaf in order of appearance. */
  finish(): { dimension: Dimension; placeOf: Uint16Array } {
    const leaves = inOrder(this.#leaves.keys());
    const placeOf = new Uint16Array(leaves.length);
    leaves.forEach((code, place) => {
      placeOf[this.#leaves.get(code) ?? 0] = place;
    });
    const levels: Level[] = [];
    let ancestors = leaves;
    for (const _ of this.#columns) {
      const codes = inOrder(new Set(ancestors));
      const place = new Map(codes.map((code, at) => [code, at]));
      levels.push({ codes, codeOf: ancestors.map((code) => place.get(code) ?? 0) });
      ancestors = ancestors.map((code) => this.#parentOf.get(code) ?? '');
    }
    return { dimension: { id: this.name, levels }, placeOf };
  }

  #hasParents(leaf: string, row: readonly string[]): boolean {
    let code: string | undefined = leaf;
    for (let level = 1; level < this.#positions.length; level += 1) {
      code = this.#parentOf.get(code ?? '');
      if (code !== row[this.#positions[level] ?? -1]) return false;
    }
    return true;
  }

  /** Takes in a leaf that is new, or says what is wrong with the row. */
  #meet(row: readonly string[]): number {
    const codes = this.#positions.map((position) => row[position] ?? '');
    codes.forEach((code, level) => this.#checkCode(code, level));
    codes.forEach((code, level) => {
      const parent = codes[level + 1];
      if (parent === undefined) return;
      const other = this.#parentOf.get(code) ?? parent;
      if (other !== parent)
        throw this.#fault(
          level,
          `${shown(code)} belongs to ${shown(other)} in an earlier row and to ${shown(parent)} here; ` +
            'give it one parent, or two names',
        );
      this.#parentOf.set(code, parent);
    });
    if (this.#leaves.size >= MOST_LEAVES)
      throw this.#fault(0, `more than ${MOST_LEAVES} different codes; coarsen the column`);
    const leaf = this.#leaves.size;
    this.#leaves.set(codes[0] ?? '', leaf);
    return leaf;
  }

  #checkCode(code: string, level: number): void {
    if (code.trim() === '')
      throw this.#fault(level, 'the value is blank; write a code for a missing answer, or leave out the row');
    if (code === TOTAL_CODE)
      throw this.#fault(
        level,
        `${TOTAL_CODE} stands for the sum of all codes in tables.csv; rename the code`,
      );
    if (code.includes('\uFFFD'))
      throw this.#fault(level, `${shown(code)} is not UTF-8; save the file in this encoding`);
    const other = this.#levelOf.get(code) ?? level;
    if (other !== level)
      throw this.#fault(
        level,
        `${shown(code)} is a code of ${this.#columns[other] ?? ''} too; names of one hierarchy must differ, ` +
          'so rename one of the two',
      );
    this.#levelOf.set(code, level);
  }

  #fault(level: number, reason: string): CodeFault {
    return new CodeFault(this.#columns[level] ?? '', reason);
  }
}

function inOrder(codes: Iterable<string>): string[] {
  // UTF-8 has the order of code points, JavaScript's own comparison hasn't.
  return [...codes]
    .map((code) => ({ code, bytes: Buffer.from(code) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ code }) => code);
}

function shown(code: string): string {
  const plain = code.replaceAll(/\s+/g, ' ');
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}
