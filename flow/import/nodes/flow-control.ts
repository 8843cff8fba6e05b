import type { Json, JsonObject } from '../../json.ts';
import { type Code, code, member, record } from '../expressions/code.ts';
import { codeOf, templateOf, valueOf, whole } from '../expressions/text.ts';
import type { Made, Mappings, Output, Step } from '../step.ts';
import { cannot, WhyNot } from '../why-not.ts';
import { compared, conditionOf, older } from './conditions.ts';
import { at, chosen, isExpression, isObject, objects, text } from './parameters.ts';

/** A condition that cannot be said stays as text: no flow with it can be published before somebody writes it anew. */
export function written(step: Step, read: () => Code, original: Json): string {
  try {
    return whole(read());
  } catch (thrown) {
    if (!(thrown instanceof WhyNot)) throw thrown;
    step.approximated(
      `A condição não foi traduzida e ficou como texto: ${thrown.text.pt}`,
      `The condition was not translated and stays as text: ${thrown.text.en}`,
    );
    return JSON.stringify(original).replaceAll('{{', '\\{{');
  }
}

const PORT = /[{}.]/g;

function switchOf(step: Step): Made {
  const { p, names, json } = step;
  const rules = at(p, 'rules', 'values') ?? at(p, 'rules', 'rules') ?? [];
  if (p.mode === 'expression') return byNumber(step);
  const taken = new Set<string>(['default']);
  const outputs: Output[] = [];
  const cases = objects(rules).map((rule, i): JsonObject => {
    const asked = text(rule.outputKey).replace(PORT, ' ').trim().slice(0, 64);
    const port = asked !== '' && !asked.startsWith('=') && !taken.has(asked) ? asked : `case${i}`;
    taken.add(port);
    const read = (): Code =>
      rule.conditions !== undefined
        ? conditionOf(rule, names)
        : compared(older({ ...rule, value1: p.value1 ?? rule.value ?? null }, text(p.dataType, 'number'), names));
    // Older rules name their output; newer ones stand in its order.
    outputs[typeof rule.output === 'number' ? rule.output : i] ??= { port, code: json };
    return { port, when: written(step, read, rule) };
  });
  if (cases.length === 0) return cannot('O Switch não tem regras', 'The Switch has no rules');
  const fallback = at(p, 'options', 'fallbackOutput') ?? p.fallbackOutput;
  const last: Output = { port: 'default', code: json };
  const leaving: Output[] = [...Array(outputs.length).keys()].map((i) => outputs[i] ?? last);
  if (typeof fallback === 'number' && fallback >= 0) leaving[fallback] ??= last;
  else leaving.push(last);
  return { type: 'switch', config: { cases }, outputs: leaving };
}

/** `mode: expression`: the output's number is computed. */
function byNumber({ p, names, json }: Step): Made {
  const count = typeof p.numberOutputs === 'number' ? p.numberOutputs : 4;
  const output = codeOf(p.output ?? 0, names);
  const cases = [...Array(count).keys()].map((i) => ({ port: `case${i}`, when: `{{ (${output.text}) == ${i} }}` }));
  return { type: 'switch', config: { cases }, outputs: cases.map(({ port }) => ({ port, code: json })) };
}

const UNITS: Readonly<Record<string, [string, string]>> = {
  seconds: ['PT', 'S'],
  minutes: ['PT', 'M'],
  hours: ['PT', 'H'],
  days: ['P', 'D'],
};

function waitOf({ p, node, names, json, own, approximated }: Step): Made {
  const resume = text(p.resume, 'timeInterval');
  const outputs = [{ port: 'out', code: json }];
  if (resume === 'specificTime') {
    const until = codeOf(p.dateTime ?? null, names);
    return { type: 'wait', config: { until: `{{ date(${until.text}) }}` }, outputs };
  }
  if (resume === 'webhook' || resume === 'form') {
    approximated(
      'Quem chamava o endereço de retomada agora envia o evento “resume” a esta execução: POST /v1/runs/{id}/events',
      'Who called the address to resume now sends the event “resume” to this run: POST /v1/runs/{id}/events',
    );
    const body = member(own, 'data');
    const config: JsonObject = { events: [{ port: 'resume', name: 'resume' }] };
    if (p.limitWaitTime === true) config.timeout = durationOf(p.resumeAmount ?? 1, text(p.resumeUnit, 'hours'));
    const went = record({ body, headers: code('{}'), query: code('{}') });
    const timedOut = p.limitWaitTime === true ? [{ port: 'timeout', code: went }] : [];
    return { type: 'waitForEvent', config, outputs: [{ port: 'resume', code: went }, ...timedOut].slice(0, 1) };
  }
  const unit = text(p.unit, node.version >= 1.1 ? 'seconds' : 'hours');
  const amount = p.amount ?? (node.version >= 1.1 ? 5 : 1);
  if (isExpression(amount)) {
    const [before, after] = UNITS[unit] ?? cannot(`A unidade ${unit}`, `The unit ${unit}`);
    return { type: 'wait', config: { for: `${before}{{ ${codeOf(amount, names).text} }}${after}` }, outputs };
  }
  return { type: 'wait', config: { for: durationOf(amount, unit) }, outputs };
}

const durationOf = (amount: Json, unit: string): string => {
  const [before, after] = UNITS[unit] ?? cannot(`A unidade ${unit}`, `The unit ${unit}`);
  const number = Number(text(amount).replace('=', ''));
  return Number.isFinite(number) ? `${before}${number}${after}` : cannot('O tempo de espera', 'The time to wait');
};

function flowOf(step: Step): Made {
  const { p, names, json, own, approximated } = step;
  const given = chosen(p.workflowId);
  const name = text(at(p, 'workflowId', 'cachedResultName')) || text(given);
  if (p.source === 'parameter' || p.source === 'url' || p.source === 'localFile') {
    return cannot('O fluxo chamado estava dentro do nó', 'The workflow that is called stood inside the node');
  }
  if (name === '') return cannot('Nenhum fluxo estava escolhido', 'No workflow was chosen');
  approximated(
    'Escolha o fluxo: importe o outro também e ponha aqui o seu identificador',
    'Choose the flow: import the other one, too, and put its slug here',
  );
  const flow = isExpression(given) ? templateOf(given, names) : slugOf(name);
  const inputs = at(p, 'workflowInputs', 'value');
  const input = isObject(inputs) && Object.keys(inputs).length > 0 ? valueOf(inputs, names) : whole(json);
  const wait = at(p, 'options', 'waitForSubWorkflow') !== false;
  return {
    type: 'flow',
    config: { flow, input, ...(wait ? {} : { wait: false }) },
    outputs: [{ port: 'out', code: wait ? own : json, loose: wait }],
  };
}

const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'flow';

/** Nodes that steer. */
export const FLOW_CONTROL: Mappings = {
  if: {
    takes: 'item',
    make: (step) => ({
      type: 'if',
      config: { condition: written(step, () => conditionOf(step.p, step.names), step.p.conditions ?? null) },
      outputs: [
        { port: 'true', code: step.json },
        { port: 'false', code: step.json },
      ],
    }),
  },
  filter: {
    takes: 'item',
    make: (step) => ({
      type: 'if',
      config: { condition: written(step, () => conditionOf(step.p, step.names), step.p.conditions ?? null) },
      outputs: [
        { port: 'true', code: step.json },
        { port: 'false', code: step.json },
      ],
    }),
  },
  switch: { takes: 'item', make: switchOf },
  wait: { takes: 'item', make: waitOf },
  noOp: {
    takes: 'item',
    make: ({ json }) => ({ type: 'set', config: { values: {} }, outputs: [{ port: 'out', code: json }] }),
  },
  stopAndError: {
    takes: 'item',
    make: ({ p, names }) => ({
      type: 'fail',
      config: {
        code: 'stopped',
        message: templateOf(text(p.errorMessage) || text(p.errorObject) || 'error', names),
      },
      outputs: [],
    }),
  },
  executeWorkflow: { takes: 'item', make: flowOf },
};
