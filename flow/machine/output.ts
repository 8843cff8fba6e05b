import { TramaError } from '../errors.ts';
import { inLocale, type Json } from '../json.ts';
import { schemaFaults } from '../schema-check.ts';
import type { LinkedNode } from './link.ts';
import type { Run } from './run.ts';

const SHOWN_FAULTS = 10;

/** Holds an answer to the `outputSchema` beside the node's config. */
export function checkOutput(run: Run, node: LinkedNode, output: Json): void {
  const schema = node.plan.outputSchema;
  const [first, ...more] = schema ? schemaFaults(schema, output) : [];
  if (!first) return;
  const faults = [first, ...more].slice(0, SHOWN_FAULTS).map((fault) => ({
    pointer: fault.pointer,
    code: fault.code,
    message: inLocale(fault.text, run.locale),
  }));
  const intro = run.locale === 'en' ? 'The answer does not fit outputSchema' : 'A resposta não cabe em outputSchema';
  throw new TramaError('bad_output', `${intro}: ${inLocale(first.text, run.locale)}`, { details: { faults } });
}
