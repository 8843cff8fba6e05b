import {
  type Code,
  call,
  code,
  itemsOf,
  member,
  method,
  NULL,
  orList,
  quoted,
  RANK,
  record,
  within,
} from '../expressions/code.ts';
import { objects, pathOf, text } from '../nodes/parameters.ts';
import type { Made, Mapping, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { functionNode } from './function-node.ts';
import { mail, request, respond } from './outside.ts';
import { switchNode } from './switch-node.ts';
import { mustache, overMessage, payload, setsFields, typedCode, withPath } from './values.ts';

const item = (make: (step: Step) => Made): Mapping => ({ takes: 'item', make });
const passes: Mapping = item(({ json }) => ({
  type: 'set',
  config: { values: {} },
  outputs: [{ port: 'out', code: json }],
}));

/** Rules that set, change, move and take away, one after the other. */
function change(step: Step): Made {
  const rules = objects(step.p.rules);
  const touched = new Set<string>();
  let now = step.json;
  const put = (path: string, value: Code): void => {
    now = withPath(now, path, value);
    touched.add(path.split('.')[0] as string);
  };
  for (const rule of rules) {
    const path = text(rule.p);
    if (text(rule.pt, 'msg') !== 'msg')
      return cannot('Contexto (flow, global): use store.put', 'Context (flow, global): use store.put');
    const reading = { ...step, json: now };
    switch (text(rule.t)) {
      case 'set':
        put(path, typedCode(reading, rule.to, text(rule.tot, 'str')));
        break;
      case 'delete':
        put(path, NULL);
        break;
      case 'move':
        if (text(rule.tot, 'msg') !== 'msg') return cannot('Mover para fora da mensagem', 'Moving out of the message');
        put(text(rule.to), pathOf(now, path));
        put(path, NULL);
        break;
      case 'change': {
        if (text(rule.fromt, 'str') !== 'str') return cannot('Trocar por um padrão', 'Changing by a pattern');
        const from = code(quoted(text(rule.from)), 'text', { sure: true });
        put(path, method(pathOf(now, path), 'replaceAll', [from, typedCode(reading, rule.to, text(rule.tot, 'str'))]));
        break;
      }
      default:
        return cannot(`A regra “${text(rule.t)}”`, `The rule “${text(rule.t)}”`);
    }
  }
  return setsFields(step, Object.fromEntries([...touched].map((name) => [name, member(now, name)])));
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

function delay(step: Step): Made {
  const { p, json } = step;
  const outputs = [{ port: 'out', code: json }];
  const kind = text(p.pauseType, 'delay');
  if (kind === 'delayv') {
    return { type: 'wait', config: { for: `PT{{ (${member(json, 'delay').text} ?? 0) / 1000 }}S` }, outputs };
  }
  if (kind !== 'delay') {
    step.approximated(
      'O limite de ritmo não vem junto: use “concurrency” nos ajustes',
      'The rate limit does not come along: use “concurrency” in the settings',
    );
    return { type: 'set', config: { values: {} }, outputs };
  }
  const unit = MILLISECONDS[text(p.timeoutUnits, 'seconds')] ?? 1000;
  return { type: 'wait', config: { for: `PT${(Number(text(p.timeout, '5')) * unit) / 1000}S` }, outputs };
}

function template(step: Step): Made {
  const { p } = step;
  const field = text(p.field, 'payload') || 'payload';
  if (text(p.fieldType, 'msg') !== 'msg' || field.includes('.'))
    return cannot('O modelo escreve fora da mensagem', 'The template writes outside the message');
  const plain = p.syntax === 'plain';
  const made = plain ? code(quoted(text(p.template)), 'text', { sure: true }) : mustache(step, text(p.template));
  const value = p.output === 'json' ? call('parseJson', [made]) : made;
  if (p.output === 'yaml') return cannot('YAML', 'YAML');
  return setsFields(step, { [field]: value });
}

/** The elements of a list, each as a message. */
function split(step: Step): Made {
  const { json, own } = step;
  step.approximated(
    'Só listas são separadas; textos e objetos, não',
    'Only lists are split; texts and objects are not',
  );
  const list = `[${within(payload(step), RANK.choice)} ?? []].flat().map(i => ({ payload: i }))`;
  return {
    type: 'set',
    config: { values: { items: `{{ ${list} }}` } },
    outputs: [
      {
        port: 'out',
        many: true,
        code: itemsOf(own),
        shape: (one) => record({ payload: member(one, 'payload') }, json),
      },
    ],
  };
}

/** Messages into one, whose payload is the list of theirs. */
function join(step: Step): Made {
  const { p, own, json, list } = step;
  const mode = text(p.mode, 'auto');
  const build = mode === 'auto' ? 'array' : text(p.build, 'array');
  if (mode === 'reduce' || !['array', 'string'].includes(build))
    return cannot(
      `Juntar como “${mode === 'reduce' ? mode : build}”`,
      `Joining as “${mode === 'reduce' ? mode : build}”`,
    );
  if (Number(text(p.count)) > 0)
    step.approximated(
      'Junta tudo o que veio; o número de mensagens não conta',
      'It joins all that came; the number of messages does not count',
    );
  const payloads = `${within(list, RANK.atom)}.map(i => i?.payload)`;
  const joiner = text(p.joiner, '\\n').replace('\\n', '\n');
  const value = build === 'string' ? `${payloads}.join(${quoted(joiner)})` : payloads;
  return {
    type: 'set',
    config: { values: { payload: `{{ ${value} }}` } },
    outputs: [{ port: 'out', code: overMessage({ own, json }, ['payload']) }],
  };
}

/** Text becomes a value, a value becomes text. */
function json(step: Step): Made {
  const given = payload(step);
  const action = text(step.p.action);
  if (action === 'str') return setsFields(step, { payload: call('json', [given]) });
  if (action === '')
    step.approximated(
      'Aqui lê texto; onde chega um objeto, tire este passo',
      'Here it reads text; where an object comes, take this step away',
    );
  return setsFields(step, { payload: call('parseJson', [given]) });
}

/** CSV, read; `one`: each row is a message. */
function csv(step: Step): Made {
  const { p, own, json } = step;
  if (text(p.multi) === 'mult' && text(p.hdrout) === 'all') return cannot('Escrever CSV', 'Writing CSV');
  step.approximated(
    'Aqui só lê CSV; para escrever há transform.csvStringify',
    'Here it reads CSV only; transform.csvStringify writes it',
  );
  const names = text(p.temp)
    .split(',')
    .filter((name) => name !== '');
  const delimiter = text(p.sep, ',').replace('\\t', '\t');
  const config = {
    input: `{{ ${payload(step).text} }}`,
    ...(delimiter.length === 1 ? { delimiter } : {}),
    ...(p.hdrin === true ? {} : { headers: names.length > 0 ? names : false }),
    uneven: 'allow',
  };
  const rows = orList(member(own, 'rows'));
  const messages = code(`${within(rows, RANK.atom)}.map(i => ({ payload: i }))`, 'any', { sure: true });
  const shape = (one: Code): Code => record({ payload: member(one, 'payload') }, json);
  const each = { port: 'out', many: true, code: messages, shape };
  const all = { port: 'out', code: record({ payload: rows }, json) };
  return { type: 'transform.csvParse', config, outputs: [text(p.multi, 'one') === 'one' ? each : all] };
}

/** A list in the message, in order. */
function sort(step: Step): Made {
  const { p, json } = step;
  if (text(p.targetType, 'msg') !== 'msg')
    return cannot('Ordenar uma sequência de mensagens', 'Sorting a sequence of messages');
  const key = text(p.msgKey);
  const kind = text(p.msgKeyType, 'elem');
  if (kind !== 'elem' && kind !== 'jsonata') return cannot('Ordenar por esta chave', 'Sorting by this key');
  if (kind === 'jsonata' && !/^\w+$/.test(key)) return cannot('JSONata não é traduzido', 'JSONata is not translated');
  const by = kind === 'elem' ? (p.as_num === true ? 'number(i)' : 'string(i)') : `i?.${key}`;
  const sorted = `sortBy(${pathOf(json, text(p.target, 'payload')).text} ?? [], i => ${by})`;
  const value = code(p.order === 'descending' ? `${sorted}.toReversed()` : sorted, 'any', { sure: true });
  const now = withPath(json, text(p.target, 'payload'), value);
  const name = text(p.target, 'payload').split('.')[0] as string;
  return setsFields(step, { [name]: member(now, name) });
}

/** XML, read. */
function xml(step: Step): Made {
  const { own, json } = step;
  step.approximated(
    'Aqui só lê XML; atributos têm nomes com @, e tudo é texto',
    'Here it reads XML only; attributes have names with @, and everything is text',
  );
  const outputs = [{ port: 'out', code: record({ payload: member(own, 'value') }, json) }];
  return { type: 'transform.xmlParse', config: { input: `{{ ${payload(step).text} }}` }, outputs };
}

/** Nodes of Node-RED. */
export const NODE_RED: Mappings = {
  'node-red.function': item(functionNode),
  'node-red.change': item(change),
  'node-red.switch': item(switchNode),
  'node-red.http request': item(request),
  'node-red.http response': item(respond),
  'node-red.delay': item(delay),
  'node-red.template': item(template),
  'node-red.split': item(split),
  'node-red.join': { takes: 'list', make: join },
  'node-red.json': item(json),
  'node-red.csv': item(csv),
  'node-red.sort': item(sort),
  'node-red.xml': item(xml),
  'node-red.debug': passes,
  'node-red.catch': passes,
  'node-red.e-mail': item(mail),
};
