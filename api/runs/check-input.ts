import { TramaError } from '#flow/errors.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { schemaFaults } from '#flow/schema-check.ts';

/**
 * Data against the `input` of a flow. `pointer` says where in the body the data stands.
 * @throws `bad_input`, each fault with its pointer.
 */
export function checkInput(plan: Pick<Plan, 'input'>, data: Json, pointer: string, locale: Locale): void {
  const faults = plan.input === undefined ? [] : schemaFaults(plan.input, data);
  const [first] = faults;
  if (!first) return;
  throw new TramaError('bad_input', first.text.en.trim(), {
    text: first.text,
    errors: faults.map((fault) => ({
      pointer: pointer + fault.pointer,
      code: fault.code,
      message: inLocale(fault.text, locale),
    })),
  });
}
