/**
 * Modules that a worker loads once for all runs, not again for each: time-zone data and parsers take tens of
 * milliseconds. They are deeply frozen, so what stands here must keep no state of its own.
 */
export const PRELOADED = [
  '@js-joda/core',
  '@js-joda/timezone',
  're2js',
  'acorn',
  '#flow/expressions/compile.ts',
  '#flow/expressions/template.ts',
  '#flow/expressions/dates/window.ts',
  '#flow/core/core-types.ts',
  '#flow/errors.ts',
];
