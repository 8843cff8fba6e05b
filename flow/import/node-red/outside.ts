import type { Json, JsonObject } from '../../json.ts';
import { member, record } from '../expressions/code.ts';
import { objects, text } from '../nodes/parameters.ts';
import type { Made, Step } from '../step.ts';
import { mustacheField, payload } from './values.ts';

const ANSWERS: Readonly<Record<string, string>> = { txt: 'text', obj: 'json', bin: 'file' };

export function request(step: Step): Made {
  const { p, json, own } = step;
  const chosen = text(p.method, 'GET');
  const method = chosen === 'use' ? `{{ ${member(json, 'method').text} ?? 'GET' }}` : chosen.toUpperCase();
  const url = text(p.url) === '' ? `{{ ${member(json, 'url').text} }}` : mustacheField(step, text(p.url));
  const headers: JsonObject = {};
  for (const one of objects(p.headers)) {
    const name = text(one.keyType) === 'other' ? text(one.keyValue) : text(one.keyType || one.keyValue);
    if (name === 'msg' || name === '') continue;
    headers[name] = text(one.valueType) === 'other' ? text(one.valueValue) : text(one.valueType || one.valueValue);
  }
  const given = `{{ ${payload(step).text} }}`;
  const body: JsonObject =
    chosen === 'GET' || chosen === 'HEAD'
      ? p.paytoqs === 'query' || p.paytoqs === true
        ? { query: given }
        : {}
      : { body: given };
  const format = ANSWERS[text(p.ret, 'txt')];
  step.needs('http');
  // There an answer of any status goes on.
  const config = {
    method,
    url,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...body,
    ...(format ? { response: format } : {}),
    failOn: [],
  };
  const answer = record({ payload: member(own, 'body'), statusCode: member(own, 'status') }, json);
  return { type: 'http.request', config, outputs: [{ port: 'out', code: answer }] };
}

export function respond(step: Step): Made {
  const { p, json } = step;
  const asked = member(json, 'statusCode');
  const status: Json | undefined =
    text(p.statusCode) !== ''
      ? Number(text(p.statusCode))
      : asked.text === 'null'
        ? undefined
        : `{{ ${asked.text} ?? 200 }}`;
  const headers = p.headers !== null && typeof p.headers === 'object' && !Array.isArray(p.headers) ? p.headers : {};
  return {
    type: 'respond',
    config: {
      ...(status === undefined ? {} : { status }),
      ...(Object.keys(headers).length > 0 ? { headers } : {}),
      body: `{{ ${payload(step).text} }}`,
    },
    outputs: [{ port: 'out', code: json }],
  };
}

export function mail(step: Step): Made {
  const { p, json } = step;
  const to = text(p.name) === '' ? `{{ ${member(json, 'to').text} }}` : text(p.name);
  step.needs('smtp');
  const config = {
    to,
    subject: `{{ ${member(json, 'topic').text} ?? '' }}`,
    text: `{{ string(${payload(step).text}) }}`,
  };
  return { type: 'email.send', config, more: step.connection, outputs: [{ port: 'out', code: json }] };
}
