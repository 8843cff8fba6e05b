import type { Json } from '#flow/json.ts';
import { APPROVAL_URL } from '#flow/machine/kinds/approval.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';

/** What a trace shows where an approval's link goes: it decides, so it stands in messages alone. */
const SHOWN = '(link)';

const mayHold = (input: Json): boolean =>
  typeof input === 'object' && input !== null && !Array.isArray(input) && ('message' in input || 'via' in input);

/** The step as people see it: without the mark that the link takes the place of. */
export const withLinkShown = (step: TraceStep): TraceStep => {
  if (!mayHold(step.input)) return step;
  const text = JSON.stringify(step.input);
  return text.includes(APPROVAL_URL)
    ? { ...step, input: JSON.parse(text.replaceAll(APPROVAL_URL, SHOWN)) as Json }
    : step;
};
