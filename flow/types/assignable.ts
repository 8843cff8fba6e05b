import { type ObjectType, propertyOf, type StringType, type Type } from './type.ts';

export type Fit = 'yes' | 'no' | 'maybe';

/** Deeper than this nobody is certain. */
const MAX_DEPTH = 16;

/** If a value of `type` is one that `expected` takes. Report only `no`: no value of the type can ever fit. */
export const fits = (type: Type, expected: Type): Fit => fit(type, expected, 0);

const fit = (type: Type, expected: Type, depth: number): Fit => {
  if (type === expected || expected.kind === 'unknown' || type.kind === 'never') return 'yes';
  if (type.kind === 'unknown' || depth > MAX_DEPTH) return 'maybe';
  if (type.kind === 'union') return every(type.of.map((member) => fit(member, expected, depth)));
  if (expected.kind === 'union') return some(expected.of.map((member) => fit(type, member, depth)));
  if (type.kind === 'string' && expected.kind === 'string') return fitString(type, expected);
  if (type.kind === 'list' && expected.kind === 'list') return fit(type.of, expected.of, depth + 1);
  if (type.kind === 'object' && expected.kind === 'object') return fitObject(type, expected, depth + 1);
  return type.kind === expected.kind ? 'yes' : 'no';
};

const every = (fits: readonly Fit[]): Fit =>
  fits.every((one) => one === 'yes') ? 'yes' : fits.every((one) => one === 'no') ? 'no' : 'maybe';

const some = (fits: readonly Fit[]): Fit => (fits.includes('yes') ? 'yes' : fits.includes('maybe') ? 'maybe' : 'no');

const fitString = (type: StringType, expected: StringType): Fit => {
  if (expected.values) {
    if (!type.values) return 'maybe';
    return every(type.values.map((value) => (expected.values?.includes(value) ? 'yes' : 'no')));
  }
  return !expected.format || type.format === expected.format ? 'yes' : 'maybe';
};

const fitObject = (type: ObjectType, expected: ObjectType, depth: number): Fit => {
  let sure = type.rest === null || expected.rest?.kind === 'unknown';
  for (const [name, wanted] of Object.entries(expected.props)) {
    const own = propertyOf(type, name);
    if (!own) {
      if (type.rest === null && !wanted.optional) return 'no';
      sure &&= type.rest === null;
      continue;
    }
    const one = fit(own.type, wanted.type, depth);
    if (one === 'no' && !own.optional) return 'no';
    sure &&= one === 'yes' && (!own.optional || wanted.optional === true);
  }
  for (const [name, own] of Object.entries(type.props)) {
    if (Object.hasOwn(expected.props, name)) continue;
    const one = expected.rest === null ? 'no' : fit(own.type, expected.rest, depth);
    if (one === 'no' && !own.optional) return 'no';
    sure &&= one === 'yes';
  }
  return sure ? 'yes' : 'maybe';
};
