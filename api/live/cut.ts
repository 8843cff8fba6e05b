import type { Json } from '#flow/json.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';

/** Characters of JSON; a longer value is read apart. */
export const CUT_OVER = 32_768;

/** What stands in a trace in place of a long value. */
export interface CutValue {
  $cut: true;
  /** Characters of its JSON. */
  size: number;
  /** Where the whole is. */
  href: string;
  preview: string;
}

function cut(value: Json, href: string): Json | CutValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  const text = JSON.stringify(value);
  return text.length <= CUT_OVER ? value : { $cut: true, size: text.length, href, preview: text.slice(0, 200) };
}

export type StepView = Omit<TraceStep, 'input' | 'output'> & { input: Json | CutValue; output: Json | CutValue };

/** A step as callers see it; `runHref` is the run's address. */
export const stepView = (step: TraceStep, runHref: string): StepView => ({
  ...step,
  input: cut(step.input, `${runHref}/steps/${step.n}/input`),
  output: cut(step.output, `${runHref}/steps/${step.n}/output`),
});
