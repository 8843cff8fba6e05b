import type { Json, JsonObject } from '../../json.ts';
import { RANK, within } from '../expressions/code.ts';
import { jsonOf, templateOf, whole } from '../expressions/text.ts';
import type { Made, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, isExpression, objects, text } from './parameters.ts';

function bodyOf({ p, names, json, list }: Step, kind: string): Json | undefined {
  switch (kind) {
    case 'firstIncomingItem':
      return whole(json);
    case 'allIncomingItems':
      return `{{ ${within(list, RANK.choice)} }}`;
    case 'json':
      return jsonOf(text(p.responseBody, '{}'), names) ?? templateOf(text(p.responseBody), names);
    case 'text':
      return templateOf(text(p.responseBody), names);
    case 'noData':
    case 'redirect':
      return undefined;
    default:
      return cannot(`Responder com “${kind}”`, `Responding with “${kind}”`);
  }
}

function respond(step: Step): Made {
  const { p, names, json } = step;
  const kind = text(p.respondWith, 'firstIncomingItem');
  const body = bodyOf(step, kind);
  const headers: JsonObject = {};
  for (const one of objects(at(p, 'options', 'responseHeaders', 'entries'))) {
    headers[text(one.name)] = templateOf(text(one.value), names);
  }
  if (kind === 'redirect') headers.Location = templateOf(text(p.redirectURL), names);
  const asked = at(p, 'options', 'responseCode');
  const status: Json | undefined = isExpression(asked)
    ? templateOf(asked, names)
    : asked === undefined
      ? undefined
      : Number(text(asked).replace('=', ''));
  const config: JsonObject = {
    ...(status !== undefined
      ? { status }
      : kind === 'redirect'
        ? { status: 302 }
        : kind === 'noData'
          ? { status: 204 }
          : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(body === undefined ? {} : { body }),
  };
  return { type: 'respond', config, outputs: [{ port: 'out', code: json }] };
}

export const RESPOND: Mappings = {
  respondToWebhook: {
    takes: ({ parameters }) => (parameters.respondWith === 'allIncomingItems' ? 'list' : 'item'),
    make: respond,
  },
};
