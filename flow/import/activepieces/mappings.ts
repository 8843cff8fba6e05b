import type { Json, JsonObject } from '../../json.ts';
import { type Code, choice, code, member, method, quoted, record } from '../expressions/code.ts';
import { codeOf, templateOf, valueOf, whole } from '../expressions/text.ts';
import { readSource } from '../nodes/code-source.ts';
import { written } from '../nodes/flow-control.ts';
import { at, isObject, objects, text } from '../nodes/parameters.ts';
import type { Made, Mapping, Mappings, Output, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { conditionsOf } from './conditions.ts';
import { PIECES_THAT_SEND } from './pieces-that-send.ts';

const item = (make: (step: Step) => Made): Mapping => ({ takes: 'item', make });

/** A value that was computed at once, as a step of its own. */
const value = (step: Step, made: Code): Made => ({
  type: 'set',
  config: { values: { value: whole(made) } },
  outputs: [{ port: 'out', code: member(step.own, 'value') }],
});

const textOf = (step: Step, key: string): Code => {
  const made = codeOf(text(step.p[key]), step.names);
  return made.kind === 'text' && made.sure ? made : code(`string(${made.text})`, 'text', { sure: true });
};

/** `export const code = async (inputs) => …`, as the function of our sandbox. */
function codeStep(step: Step): Made {
  const source = text(step.p.source);
  if (/^\s*import\s/m.test(source)) return cannot('O código importa módulos', 'The code imports modules');
  const body = source.replace(/export\s+const\s+code\s*(:[^=]*)?=/, 'const code =');
  if (body === source) return cannot('O código não exporta “code”', 'The code does not export “code”');
  readSource(`${body}\nreturn code;`);
  const input = isObject(step.p.input) ? valueOf(step.p.input, step.names) : {};
  return {
    type: 'code',
    config: { source: `${body}\n\nexport default async function (input) {\n  return await code(input);\n}\n`, input },
  };
}

function router(step: Step): Made {
  const branches = objects(step.p.branches);
  const conditions = branches.filter((one) => one.branchType !== 'FALLBACK');
  if (conditions.length === 0) return cannot('Sem condições', 'Without conditions');
  if (step.p.all === true && conditions.length > 1) {
    step.approximated(
      'Lá rodavam todos os caminhos cuja condição vale; aqui, o primeiro',
      'There every branch whose condition holds ran; here, the first',
    );
  }
  const outputs: Output[] = [];
  const cases: JsonObject[] = [];
  branches.forEach((one, i) => {
    if (one.branchType === 'FALLBACK') return void outputs.push({ port: 'default', code: step.json });
    const port = `case${i + 1}`;
    cases.push({ port, when: written(step, () => conditionsOf(one.conditions, step.names), one.conditions ?? null) });
    outputs.push({ port, code: step.json });
  });
  return { type: 'switch', config: { cases }, outputs: [...outputs, { port: 'default', code: step.json }] };
}

function request(step: Step): Made {
  const { p, names } = step;
  const kind = text(p.body_type, 'none');
  const given = at(p.body, 'data') ?? p.body;
  const body: JsonObject =
    kind === 'none' || given === undefined
      ? {}
      : {
          body: valueOf(given, names),
          bodyType: kind === 'raw' ? 'text' : kind === 'form_data' ? 'multipart' : 'json',
        };
  const map = (name: string, key: string): JsonObject =>
    isObject(p[key]) && Object.keys(p[key]).length > 0 ? { [name]: valueOf(p[key], names) } : {};
  const url = templateOf(text(p.url), names);
  if (url === '') return cannot('Sem endereço', 'Without an address');
  const seconds = Number(text(p.timeout));
  step.needs('http');
  return {
    type: 'http.request',
    config: {
      method: text(p.method, 'GET').toUpperCase(),
      url,
      ...map('headers', 'headers'),
      ...map('query', 'queryParams'),
      ...body,
      ...(p.failsafe === true ? { failOn: [] } : {}),
    },
    more: seconds > 0 ? { timeout: `PT${seconds}S` } : {},
    // What our action gives is what the piece gave: status, headers, body.
  };
}

function respond({ p, names, json }: Step): Made {
  const fields = isObject(p.fields) ? p.fields : {};
  const kind = text(p.responseType ?? p.respond, 'json');
  const headers: JsonObject = isObject(fields.headers) ? (valueOf(fields.headers, names) as JsonObject) : {};
  const body = fields.body ?? p.body;
  if (kind === 'redirect') headers.Location = templateOf(text(body), names);
  const status = Number(text(fields.status ?? p.status, kind === 'redirect' ? '301' : '200'));
  return {
    type: 'respond',
    config: {
      ...(Number.isInteger(status) ? { status } : {}),
      ...(Object.keys(headers).length > 0 ? { headers } : {}),
      ...(body === undefined || kind === 'redirect' ? {} : { body: valueOf(body, names) }),
    },
    outputs: [{ port: 'out', code: json }],
  };
}

const UNITS: Readonly<Record<string, [string, string]>> = {
  seconds: ['PT', 'S'],
  minutes: ['PT', 'M'],
  hours: ['PT', 'H'],
  days: ['P', 'D'],
};

function delayFor({ p, names }: Step): Made {
  const [before, after] = UNITS[text(p.unit, 'seconds')] ?? cannot('A unidade da espera', 'The unit of the wait');
  const amount = templateOf(text(p.delayFor, '0'), names);
  return { type: 'wait', config: { for: `${before}${amount}${after}` } };
}

const stored = (step: Step): string => templateOf(text(step.p.key), step.names);
const scoped = ({ p }: Step): JsonObject =>
  text(p.store_scope, 'COLLECTION') === 'COLLECTION' ? { scope: 'tenant' } : {};

function storeGet(step: Step): Made {
  const fallback: Json | undefined = step.p.defaultValue;
  const found = member(step.own, 'value');
  const empty = fallback === undefined || fallback === '';
  const read = empty ? found : code(`(${found.text} ?? ${codeOf(fallback, step.names).text})`, 'any');
  return { type: 'store.get', config: { key: stored(step), ...scoped(step) }, outputs: [{ port: 'out', code: read }] };
}

function storePut(step: Step): Made {
  const config = { key: stored(step), value: valueOf(step.p.value ?? null, step.names), ...scoped(step) };
  return { type: 'store.put', config, outputs: [{ port: 'out', code: member(step.own, 'value') }] };
}

/** A person decides; both ways go on, and say which it was. */
function approval(step: Step): Made {
  step.approximated(
    'Quem aprova recebe o pedido na Trama; os endereços do passo anterior não são usados',
    'Who approves is asked in Trama; the addresses of the step before are not used',
  );
  const decided = record({ approved: { ...code(`port.${step.id} == 'approved'`), sure: true } });
  return {
    type: 'approval',
    config: { title: step.node.name },
    outputs: [
      { port: 'approved', code: decided },
      { port: 'rejected', code: decided },
    ],
  };
}

function callFlow(step: Step): Made {
  const { p, names } = step;
  const name = text(at(p, 'flow', 'externalId') ?? at(p, 'flow', 'id') ?? p.flow ?? p.flowId);
  if (name === '') return cannot('Nenhum fluxo estava escolhido', 'No flow was chosen');
  step.approximated(
    'Escolha o fluxo: importe o outro também e ponha aqui o seu identificador',
    'Choose the flow: import the other one, too, and put its slug here',
  );
  const payload = at(p, 'flowProps', 'payload') ?? p.payload ?? {};
  const waits = p.waitForResponse === true;
  return {
    type: 'flow',
    config: { flow: name, input: valueOf(payload, names), ...(waits ? {} : { wait: false }) },
    outputs: [{ port: 'out', code: waits ? record({ data: step.own }) : step.own }],
  };
}

const listOf = (step: Step, key: string): Code =>
  code(
    Array.isArray(step.p[key])
      ? `[${(step.p[key] as Json[]).map((one) => codeOf(one, step.names).text).join(', ')}]`
      : codeOf(step.p[key] ?? [], step.names).text,
    'any',
    { sure: true },
  );

/** Actions of Activepieces, by piece and name. */
export const ACTIVEPIECES: Mappings = {
  'activepieces.CODE': item(codeStep),
  'activepieces.ROUTER': item(router),
  'activepieces.http: send_request': item(request),
  'activepieces.webhook: return_response': item(respond),
  'activepieces.delay: delayFor': item(delayFor),
  'activepieces.delay: delay_until': item(({ p, names }) => ({
    type: 'wait',
    config: { until: `{{ date(${codeOf(p.delayUntilTimestamp ?? null, names).text}) }}` },
  })),
  'activepieces.store: get': item(storeGet),
  'activepieces.store: put': item(storePut),
  'activepieces.data-mapper: advanced_mapping': item(({ p, names }) => ({
    type: 'set',
    config: { values: isObject(p.mapping) ? valueOf(p.mapping, names) : {} },
  })),
  'activepieces.text-helper: concat': item((step) =>
    value(step, method(listOf(step, 'texts'), 'join', [codeOf(text(step.p.separator), step.names)], { kind: 'text' })),
  ),
  'activepieces.text-helper: replace': item((step) => {
    const parts = [codeOf(text(step.p.searchValue), step.names), codeOf(text(step.p.replaceValue), step.names)];
    return value(
      step,
      method(textOf(step, 'text'), step.p.replaceOnlyFirst === true ? 'replace' : 'replaceAll', parts),
    );
  }),
  'activepieces.text-helper: split': item((step) =>
    value(step, method(textOf(step, 'text'), 'split', [codeOf(text(step.p.delimiter), step.names)])),
  ),
  'activepieces.text-helper: defaultValue': item((step) => {
    const given = codeOf(step.p.value ?? null, step.names);
    return value(step, choice(given, given, codeOf(step.p.defaultString ?? step.p.defaultValue ?? null, step.names)));
  }),
  'activepieces.approval: wait_for_approval': item(approval),
  'activepieces.approval: create_approval_links': item((step) => {
    step.approximated(
      'O pedido vai pela própria Trama, sem endereços',
      'The request goes by Trama itself, without addresses',
    );
    const links = { approvalLink: quotedText(''), disapprovalLink: quotedText('') };
    return { type: 'set', config: { values: {} }, outputs: [{ port: 'out', code: record(links) }] };
  }),
  'activepieces.subflows: callFlow': item(callFlow),
  ...PIECES_THAT_SEND,
};

const quotedText = (given: string): Code => code(quoted(given), 'text', { sure: true });
