import type { Json, JsonObject } from '../../json.ts';
import { type Code, member, record } from '../expressions/code.ts';
import { jsonOf, templateOf, valueOf, whole } from '../expressions/text.ts';
import type { Made, Mappings, Output, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, isExpression, isObject, objects, text } from './parameters.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** `[{ name, value }]`, or JSON in a text, as an object. */
function pairs({ names }: Step, list: Json | undefined, json: Json | undefined): JsonObject {
  const made: JsonObject = {};
  for (const one of objects(list)) {
    const name = text(one.name ?? one.key);
    if (name !== '') made[isExpression(name) ? templateOf(name, names) : name] = valueOf(one.value ?? '', names);
  }
  if (typeof json !== 'string' || json.trim() === '') return made;
  const read = jsonOf(json, names);
  return isObject(read) ? { ...made, ...read } : cannot('O JSON não se lê', 'The JSON cannot be read');
}

const without = (headers: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name));

interface Body {
  body?: Json;
  bodyType?: string;
}

/** The body as the third version and those after it say it. */
function bodyOf(step: Step): Body {
  const { p, names } = step;
  if (p.sendBody !== true && p.jsonBody === undefined) return {};
  const kind = text(p.contentType, 'json');
  const list = at(p, 'bodyParameters', 'parameters');
  if (kind === 'binaryData') return { body: whole(step.file()), bodyType: 'binary' };
  if (kind === 'raw') return { body: templateOf(text(p.body), names), bodyType: 'text' };
  if (kind === 'form-urlencoded' || kind === 'multipart-form-data') {
    if (p.specifyBody === 'string') return { body: templateOf(text(p.body), names), bodyType: 'text' };
    const [files, texts] = [true, false].map((wanted) =>
      objects(list).filter((one) => (one.parameterType === 'formBinaryData') === wanted),
    );
    const sent = Object.fromEntries((files ?? []).map((one) => [text(one.name, 'data'), whole(step.file())]));
    return {
      body: { ...pairs(step, texts, undefined), ...sent },
      bodyType: kind === 'form-urlencoded' ? 'form' : 'multipart',
    };
  }
  if (text(p.specifyBody, p.jsonBody !== undefined ? 'json' : 'keypair') !== 'json') {
    return { body: pairs(step, list, undefined), bodyType: 'json' };
  }
  if (isObject(p.jsonBody)) return { body: valueOf(p.jsonBody, names), bodyType: 'json' };
  const read = jsonOf(text(p.jsonBody), names);
  return read === null
    ? { body: templateOf(text(p.jsonBody), names), bodyType: 'text' }
    : { body: read, bodyType: 'json' };
}

/** The body as the first two versions say it. */
function oldBody(step: Step): Body {
  const { p, names } = step;
  const raw = p.bodyParametersJson;
  if (typeof raw === 'string' && raw !== '') {
    const read = jsonOf(raw, names);
    return read === null ? { body: templateOf(raw, names), bodyType: 'text' } : { body: read, bodyType: 'json' };
  }
  const list = at(p, 'bodyParametersUi', 'parameter');
  if (list === undefined) return {};
  const kind = text(at(p, 'options', 'bodyContentType'), 'json');
  const bodyType = kind === 'form-urlencoded' ? 'form' : kind === 'multipart-form-data' ? 'multipart' : 'json';
  return { body: pairs(step, list, undefined), bodyType };
}

function answerOf({ p, own, node }: Step): { response?: string; output: Code } {
  const options = at(p, 'options', 'response', 'response') ?? p.options;
  const format = text(at(options, 'responseFormat') ?? p.responseFormat, 'autodetect');
  const body = member(own, 'body');
  if (format === 'file') return { response: 'file', output: record({ data: body }) };
  const full = at(options, 'fullResponse') === true;
  const textual = format === 'text' || (format === 'string' && node.version < 3);
  if (full) {
    return {
      ...(textual ? { response: 'text' } : {}),
      output: record({ body, headers: member(own, 'headers'), statusCode: member(own, 'status') }),
    };
  }
  if (textual) return { response: 'text', output: record({ [text(at(options, 'outputPropertyName'), 'data')]: body }) };
  return { ...(format === 'json' && node.version >= 3 ? { response: 'json' } : {}), output: body };
}

function request(step: Step): Made {
  const { p, names, node, approximated } = step;
  const old = node.version < 3;
  // A literal that was typed where an expression was expected begins with `=`.
  const method = text(p.method ?? p.requestMethod, 'GET')
    .replace(/^=(?=\w)/, '')
    .toUpperCase();
  if (!METHODS.includes(method) && !isExpression(p.method)) return cannot(`O método ${method}`, `The method ${method}`);
  const url = templateOf(text(p.url), names);
  if (url === '') return cannot('Sem endereço', 'Without an address');
  const headerList =
    at(p, 'headerParameters', 'parameters') ?? at(p, 'headerParametersUi', 'parameter') ?? at(p, 'options', 'headers');
  const asked = pairs(
    step,
    headerList,
    p.sendHeaders === true || old ? (p.jsonHeaders ?? p.headerParametersJson) : undefined,
  );
  const query = pairs(
    step,
    at(p, 'queryParameters', 'parameters') ?? at(p, 'queryParametersUi', 'parameter'),
    p.jsonQuery ?? p.queryParametersJson,
  );
  const body = method === 'GET' || method === 'HEAD' ? {} : old ? oldBody(step) : bodyOf(step);
  const headers = body.bodyType === 'json' ? without(asked, 'content-type') : asked;
  const { response, output } = answerOf(step);
  if (at(p, 'options', 'pagination', 'pagination') !== undefined) {
    approximated('As páginas seguintes não são buscadas', 'The pages that follow are not fetched');
  }
  const timeout = at(p, 'options', 'timeout');
  const never =
    at(p, 'options', 'response', 'response', 'neverError') === true || at(p, 'options', 'ignoreResponseCode') === true;
  const redirects =
    at(p, 'options', 'redirect', 'redirect', 'followRedirects') === false ||
    at(p, 'options', 'followRedirect') === false;
  const config: JsonObject = {
    method: isExpression(p.method) ? templateOf(p.method, names) : method,
    url,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...body,
    ...(response === undefined ? {} : { response }),
    ...(never ? { failOn: [] } : {}),
    ...(redirects ? { followRedirects: 0 } : {}),
  };
  step.needs('http');
  const leaving: Output = { port: 'out', code: output, loose: !output.fields };
  return {
    type: 'http.request',
    config,
    more: {
      ...(typeof timeout === 'number' && timeout > 0 ? { timeout: `PT${timeout / 1000}S` } : {}),
      ...(text(p.authentication, 'none') === 'none' ? {} : step.connection),
    },
    outputs: [leaving],
    file: { in: (item) => (response === 'file' ? member(item, 'data') : item), maybe: response !== 'file' },
  };
}

export const HTTP: Mappings = { httpRequest: { takes: 'item', make: request } };
