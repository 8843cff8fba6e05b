import { TramaError } from '../../errors.ts';
import type { Json, JsonObject } from '../../json.ts';
import { type Activity, action } from './actions.ts';
import { names } from './environment.ts';
import { type Listening, listen } from './events.ts';
import { check, step } from './failure.ts';
import { call, library } from './values.ts';
import { before, deadlineOf, type Left } from './waits.ts';

export interface AskOptions {
  path?: string;
  /** Has the last word on an answer that could be read. */
  valid?: (answer: Json) => Json;
}

interface Question {
  text?: Json;
  retryText?: Json;
  options?: Json;
  to?: Json;
  expect?: Json;
  tries?: Json;
  timeout?: Json;
  until?: Json;
}

/** Asks in a conversation, waits for the reply, reads it, and asks again while it cannot be read. */
export async function ask(
  node: string,
  send: Activity,
  config: () => Question,
  { path = '', valid }: AskOptions = {},
): Promise<Left> {
  const { question, deadline } = step(node, () => {
    const given = config();
    return { question: given, deadline: deadlineOf(given.timeout ?? null, given.until ?? null, 'timeout') };
  });
  const until = deadline === undefined ? null : new Date(deadline).toISOString();
  const most = Number(question.tries ?? 3);
  const asking = async (): Promise<Left> => {
    for (let tries = 1; ; tries++) {
      const { text = null, retryText = null, options = null, to = null } = question;
      const asked: JsonObject = {
        text: tries > 1 && retryText !== null ? retryText : (text ?? ''),
        ...(options === null ? {} : { options }),
        ...(to === null ? {} : { to }),
        answerBy: { until },
      };
      await action(node, send, () => asked, { path, again: tries - 1 });
      const message = await reply(to);
      const raw = textOf(message);
      const answer = readAnswer(node, question, raw, message, valid);
      if (answer !== null || tries >= most) {
        return { port: answer === null ? 'invalid' : 'out', output: { answer, raw, message, tries } };
      }
    }
  };
  return (await before(deadline, asking)) ?? { port: 'timeout', output: null };
}

/** The reply comes as the event `trigger`, or as `message` under the key of whom it was put to. */
async function reply(to: Json): Promise<Json> {
  const { data } = names().trigger;
  const own = data !== null && typeof data === 'object' && !Array.isArray(data) ? (data.conversation ?? null) : null;
  const key = to ?? own;
  const entries: Listening[] = [{ port: 'reply', name: 'trigger', key: null }];
  if (key !== null && typeof key !== 'object') entries.push({ port: 'reply', name: 'message', key: String(key) });
  const { event } = await listen(entries);
  return event.data;
}

const textOf = (message: Json): string => {
  const text = message !== null && typeof message === 'object' && !Array.isArray(message) ? message.text : null;
  return typeof text === 'string' ? text : '';
};

function readAnswer(
  node: string,
  { expect, options = null }: Question,
  raw: string,
  message: Json,
  valid: AskOptions['valid'],
): Json {
  const answer = step(node, () => answerOf(String(expect), raw, message, Array.isArray(options) ? options : []));
  return answer !== null && valid && !check(node, () => valid(answer)) ? null : answer;
}

const DAY = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{2}/[0-9]{2}/[0-9]{4}$';

function answerOf(expect: string, raw: string, message: Json, options: readonly Json[]): Json {
  const trimmed = raw.trim();
  switch (expect) {
    case 'any':
      return message;
    case 'media':
      if (message === null || typeof message !== 'object' || Array.isArray(message)) {
        throw new TramaError('bad_value', '"message" must be an object');
      }
      return message.media ?? null;
    case 'choice':
      return choiceOf(raw, options);
    case 'number': {
      const brazilian = call(call(trimmed, 'replaceAll', '.', ''), 'replace', ',', '.');
      return library('number')(trimmed) ?? library('number')(brazilian);
    }
    case 'money':
      return library('parseMoney')(raw);
    case 'date':
      return library('test')(raw, DAY) ? raw : null;
    case 'phone':
    case 'cpf':
    case 'cnpj':
    case 'email':
    case 'plate':
      return library(expect)(raw);
    case 'text':
      return trimmed === '' ? null : trimmed;
    default:
      return raw;
  }
}

const labelOf = (option: Json): string =>
  option !== null && typeof option === 'object' && !Array.isArray(option)
    ? String(option.label ?? option.value)
    : String(option);

/** An option by what it says, capitals aside, or else by its number (from 1). */
function choiceOf(raw: string, options: readonly Json[]): Json {
  const said = raw.trim().toLowerCase();
  const number = /^[0-9]{1,3}$/.test(said) ? options[Number(said) - 1] : undefined;
  const found = options.find((option) => labelOf(option).trim().toLowerCase() === said) ?? number;
  if (found === undefined) return null;
  return found !== null && typeof found === 'object' && !Array.isArray(found) ? (found.value ?? found) : found;
}
