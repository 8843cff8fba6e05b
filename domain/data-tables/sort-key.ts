import type { Json } from '#flow/json.ts';

/** Bits of a double as hex digits that sort, as text, in the order of the numbers. */
const sortable = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value); // -0 is 0
  const bits = view.getBigUint64(0);
  const turned = bits >> 63n ? ~bits & 0xffff_ffff_ffff_ffffn : bits | (1n << 63n);
  return turned.toString(16).padStart(16, '0');
};

/**
 * A cell's place in the order of its column, compared by bytes: numbers by size, all else by code point (dates are ISO 8601),
 * what is empty ('') before everything. Two cells are the same if their keys are.
 */
export const sortKey = (value: Json | undefined): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? `n${sortable(value)}` : `t${String(value)}`;
};
