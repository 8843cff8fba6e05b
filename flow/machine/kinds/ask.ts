import type { Json, JsonObject } from '../../json.ts';
import { askToEnd, asObject, effectKey, retryOf } from '../calls.ts';
import { beginWait, endWait } from '../events.ts';
import { cancelled, failVisit, isEnding, leave, succeed } from '../frames.ts';
import type { Outcome } from '../protocol.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import type { Visit, WaitState } from '../state.ts';
import { closeStep, markStep } from '../trace.ts';
import { deadlineOf } from './wait.ts';

/** The chat action that asks; a channel's connector brings it. */
export const ASKS_BY = 'message.send';
const DEFAULT_TRIES = 3;
const REPLY = 'reply';

/** What makes an answer of each expected kind out of the text, in the language's own words; null: it is none. */
const READERS: Readonly<Record<string, string>> = {
  text: "raw.trim() == '' ? null : raw.trim()",
  number: "number(raw.trim()) ?? number(raw.trim().replaceAll('.', '').replace(',', '.'))",
  money: 'parseMoney(raw)',
  date: "test(raw, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{2}/[0-9]{2}/[0-9]{4}$') ? raw : null",
  phone: 'phone(raw)',
  cpf: 'cpf(raw)',
  cnpj: 'cnpj(raw)',
  email: 'email(raw)',
  plate: 'plate(raw)',
};

/** Asks, waits for the reply, reads it, and asks again while it cannot be read: `tries` times in all. */
export const ask: NodeKind = {
  start(run, at, visit) {
    const config = asObject(run, visit.input, 'config');
    if (run.state.start.simulate) {
      markStep(visit, 'pinned'); // a simulation writes to nobody
      succeed(run, at, visit, 'out', { answer: null, raw: '', message: null, tries: 1 });
      return;
    }
    const deadline = deadlineOf(run, config, 'timeout');
    visit.tries = 0;
    if (deadline !== undefined) {
      visit.until = deadline;
      visit.timer = run.timer('timeout', at.frame.id, at.node.index, deadline, at.node.plan.label);
    }
    put(run, at, visit);
  },
  answer(run, at, visit, outcome) {
    if (isEnding(at)) cancelled(run, at, visit);
    else if (outcome.kind === 'ok' && outcome.port === REPLY)
      hear(run, at, visit, asObject(run, outcome.output, 'event'));
    else if (outcome.kind === 'ok') listen(run, at, visit);
    else if (outcome.kind === 'wait') {
      visit.parked = run.timer(
        'park',
        at.frame.id,
        at.node.index,
        Math.max(outcome.until, run.nowMs),
        at.node.plan.label,
      );
      markStep(visit, 'parked', outcome.reason);
    } else fail(run, at, visit, outcome);
  },
  timer(run, at, visit, timer) {
    if (timer.kind === 'park') {
      put(run, at, visit);
      return;
    }
    end(run, visit);
    closeStep(run, visit, 'succeeded', { port: 'timeout' });
    leave(run, at, 'timeout');
  },
  cancel(run, _at, visit) {
    end(run, visit);
    if (visit.call === undefined || !run.state.calls[visit.call]) return false;
    askToEnd(run, visit.call, 'cancelCall');
    return true;
  },
};

/** What asked and waited has its end; a question that is still on its way is cancelled. */
function end(run: Run, visit: Visit): void {
  endWait(run, visit);
  run.dropTimer(visit.timer);
  run.dropTimer(visit.parked);
}

function fail(run: Run, at: Place, visit: Visit, outcome: Exclude<Outcome, { kind: 'ok' | 'wait' }>): void {
  end(run, visit);
  const error = outcome.kind === 'error' ? outcome.error : { code: 'cancelled', message: 'cancelled' };
  failVisit(run, at, visit, { ...error, node: at.node.plan.id });
}

/** Sends the question, or the sentence for a reply that was not understood. */
function put(run: Run, at: Place, visit: Visit): void {
  const { text, retryText = null, options = null, to = null } = asObject(run, visit.input, 'config');
  const tries = visit.tries ?? 0;
  const { plan } = at.node;
  visit.call = run.call(at);
  markStep(visit, 'running');
  run.command({
    kind: 'call',
    call: visit.call,
    node: plan.id,
    type: ASKS_BY,
    label: plan.label,
    path: at.frame.path,
    config: {
      text: tries > 0 && retryText !== null ? retryText : (text ?? ''),
      ...(options === null ? {} : { options }),
      ...(to === null ? {} : { to }),
      answerBy: { until: visit.until === undefined ? null : new Date(visit.until).toISOString() },
    },
    connection: null,
    timeoutMs: plan.timeoutMs,
    retry: retryOf(plan, 0),
    idempotencyKey: `${effectKey(run, at.frame, plan.id)}/${tries}`,
    poll: null,
  });
}

/** The reply comes as a message of the conversation: to this run, or under the key of whom it was put to. */
function listen(run: Run, at: Place, visit: Visit): void {
  const { to = null } = asObject(run, visit.input, 'config');
  const { data } = run.state.start.trigger;
  const own = data !== null && typeof data === 'object' && !Array.isArray(data) ? (data.conversation ?? null) : null;
  const key = to ?? own;
  const entries: WaitState['entries'] = [{ port: REPLY, name: 'trigger', key: null }];
  if (key !== null && typeof key !== 'object') entries.push({ port: REPLY, name: 'message', key: String(key) });
  markStep(visit, 'waiting');
  beginWait(run, at, visit, entries, false);
}

function hear(run: Run, at: Place, visit: Visit, event: JsonObject): void {
  endWait(run, visit);
  visit.tries = (visit.tries ?? 0) + 1;
  const { tries = DEFAULT_TRIES } = asObject(run, visit.input, 'config');
  const message = event.data ?? null;
  const raw = rawOf(message);
  const answer = readAnswer(run, at, visit, raw, message);
  const output = { answer, raw, message, tries: visit.tries };
  if (answer === null && visit.tries < Number(tries)) {
    put(run, at, visit);
    return;
  }
  end(run, visit);
  succeed(run, at, visit, answer === null ? 'invalid' : 'out', output);
}

const rawOf = (message: Json): string =>
  message !== null && typeof message === 'object' && !Array.isArray(message) && typeof message.text === 'string'
    ? message.text
    : '';

/** The answer as its kind is kept, or null; `valid` has the last word. */
function readAnswer(run: Run, at: Place, visit: Visit, raw: string, message: Json): Json {
  const { expect, options = null } = asObject(run, visit.input, 'config');
  const answer = answerOf(run, at, String(expect), raw, message, Array.isArray(options) ? options : []);
  const valid = run.plan.later(at.node, 'valid');
  return answer !== null && valid && !run.test(valid, at.frame, at.node, { answer }) ? null : answer;
}

function answerOf(run: Run, at: Place, expect: string, raw: string, message: Json, options: readonly Json[]): Json {
  switch (expect) {
    case 'any':
      return message;
    case 'media':
      return asObject(run, message, 'message').media ?? null;
    case 'choice':
      return choiceOf(raw, options);
    default: {
      const reader = READERS[expect] ?? 'raw';
      return run.read(run.plan.named(`ask:${expect}`, `{{ ${reader} }}`), at.frame, at.node, { raw });
    }
  }
}

/** An option by what it says, capitals aside, or else by its number (from 1). */
function choiceOf(raw: string, options: readonly Json[]): Json {
  const said = raw.trim().toLowerCase();
  const labelOf = (option: Json): string =>
    option !== null && typeof option === 'object' && !Array.isArray(option)
      ? String(option.label ?? option.value)
      : String(option);
  const number = /^[0-9]{1,3}$/.test(said) ? options[Number(said) - 1] : undefined;
  const found = options.find((option) => labelOf(option).trim().toLowerCase() === said) ?? number;
  if (found === undefined) return null;
  return found !== null && typeof found === 'object' && !Array.isArray(found) ? (found.value ?? found) : found;
}
