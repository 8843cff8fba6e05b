import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  defineUpdate,
  isCancellation,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import type { Json, JsonObject } from '../../json.ts';
import { schemaFaults } from '../../schema-check.ts';
import { answerable, begin, type Names, nowMs, onStop, type Settings, type Start } from './environment.ts';
import { openInbox } from './events.ts';
import { bad, Leaving, StepFailure, said, step } from './failure.ts';
import { openDecisions } from './waits.ts';

/** What `respond` sent. */
export type Answer = { status: number; headers: JsonObject; body: Json };

/** Waits for what `respond` sends; null where the run ends without it. */
export const answerUpdate = defineUpdate<Answer | null>('answer');

let answer: Answer | null = null;
let ended = false;

/**
 * Runs a flow: sets the stage, holds the run to its time, and turns its end into one that Temporal knows. The first
 * failure ends the run with the step's code as the type of an `ApplicationFailure`.
 */
export async function runFlow(start: Start, settings: Settings, body: (names: Names) => Promise<Json>): Promise<Json> {
  const names = begin(start, settings);
  answer = null;
  ended = false;
  openInbox();
  openDecisions();
  setHandler(answerUpdate, async () => {
    await condition(() => answer !== null || ended);
    return answer;
  });
  const main = new CancellationScope({ cancellable: true });
  const clock = new CancellationScope({ cancellable: true });
  let overdue = false;
  const { timeoutMs } = settings;
  const deadline = timeoutMs === null ? null : Date.parse(names.run.startedAt) + timeoutMs - nowMs();
  if (deadline !== null) {
    clock
      .run(() => sleep(Math.max(1, deadline)))
      .then(
        () => {
          overdue = true;
          main.cancel();
        },
        () => undefined,
      );
  }
  try {
    const [fault] = settings.input ? schemaFaults(settings.input, names.trigger.data) : [];
    if (fault) throw ApplicationFailure.nonRetryable(fault.text.en, 'bad_input');
    const stopped = new Promise<never>((_, reject) => onStop(reject));
    return await Promise.race([main.run(() => body(names)), stopped]);
  } catch (thrown) {
    if (thrown instanceof Leaving) {
      main.cancel();
      return thrown.value;
    }
    if (overdue && isCancellation(thrown))
      throw ApplicationFailure.nonRetryable('The run took too long', 'run_timeout');
    throw thrown instanceof StepFailure ? ofRun(thrown) : thrown;
  } finally {
    ended = true;
    clock.cancel();
    // Whoever waits for the answer has it before the workflow is over.
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}

function ofRun({ failure }: StepFailure): ApplicationFailure {
  const { code, message, ...more } = failure;
  return ApplicationFailure.nonRetryable(String(message), String(code), more);
}

/** `respond`: answers whoever began the run, once. */
export function respond(node: string, config: () => { status?: Json; headers?: Json; body?: Json }): Answer {
  return step(node, () => {
    const { status = 200, headers = null, body = null } = config();
    if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
      throw bad('"status" precisa ser um número de 200 a 599', '"status" must be a number from 200 to 599');
    }
    if (headers !== null && (typeof headers !== 'object' || Array.isArray(headers))) {
      throw bad('"headers" precisa ser um objeto', '"headers" must be an object');
    }
    const sent: Answer = { status, headers: headers ?? {}, body };
    if (!answerable()) return sent;
    if (answer !== null)
      throw said('already_answered', 'Quem chamou já recebeu resposta', 'The caller has been answered already');
    answer = sent;
    return sent;
  });
}

/** Writes variables, all of them in one step. */
export function assign<V extends JsonObject>(node: string, vars: V, values: () => Partial<V> & JsonObject): JsonObject {
  return step(node, () => {
    const written = values();
    Object.assign(vars, written);
    return written;
  });
}
