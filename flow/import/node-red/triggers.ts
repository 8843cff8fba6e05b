import type { JsonObject } from '../../json.ts';
import { type Code, code, quoted, record } from '../expressions/code.ts';
import { hookPath, type MadeTrigger, nearly, plainly, triggerData } from '../made-trigger.ts';
import type { N8nNode } from '../n8n-workflow.ts';
import { objects, text } from '../nodes/parameters.ts';
import { timestamp } from './values.ts';

const fixed = (value: string, kind: string): Code => {
  switch (kind) {
    case 'num':
      return code(String(Number(value) || 0), 'number', { sure: true });
    case 'bool':
      return code(value === 'true' ? 'true' : 'false', 'any', { sure: true });
    case 'json':
      try {
        return code(`(${JSON.stringify(JSON.parse(value))})`, 'any', { sure: true });
      } catch {
        return code('null');
      }
    case 'date':
      return timestamp;
    case 'str':
      return code(quoted(value), 'text', { sure: true });
    default:
      return code('null');
  }
};

/** By hand, or every so often, with the message that stands in the node. */
function inject({ parameters: p }: N8nNode): MadeTrigger {
  const fields: Record<string, Code> = {
    payload: fixed(text(p.payload), text(p.payloadType, 'date')),
    topic: fixed(text(p.topic), 'str'),
  };
  for (const one of objects(p.props)) {
    const name = text(one.p);
    if (one.v !== undefined && /^\w+$/.test(name)) fields[name] = fixed(text(one.v), text(one.vt, 'str'));
  }
  const value = record(fields);
  const every = Number(text(p.repeat));
  if (text(p.crontab) !== '') {
    const made = plainly('schedule', { cron: text(p.crontab) }, value);
    return text(p.crontab).trim().split(/\s+/).length === 5
      ? made
      : nearly(made, 'Confira o horário', 'Check the times');
  }
  if (every > 0) return plainly('schedule', { every: `PT${Math.max(1, Math.round(every))}S` }, value);
  const made = plainly('manual', {}, value);
  return p.once === true
    ? nearly(
        made,
        'Começa à mão; o Node-RED também começava ao ligar',
        'It is started by hand; Node-RED also began when it started',
      )
    : made;
}

function httpIn({ parameters: p }: N8nNode, path: string): MadeTrigger {
  const method = text(p.method, 'get').toUpperCase();
  const query = code('trigger.query');
  const config: JsonObject = { path: hookPath(text(p.url), path), method, respond: 'atEnd', auth: 'none' };
  const req = record({ body: triggerData, query, headers: code('trigger.headers'), params: record({}) });
  const made = plainly('webhook', config, record({ payload: method === 'GET' ? query : triggerData, req }));
  return text(p.url).includes(':')
    ? nearly(
        made,
        'Partes variáveis no caminho (:id) não existem: use parâmetros (?id=)',
        'Variable parts of a path (:id) do not exist: use parameters (?id=)',
      )
    : made;
}

/** Nodes of Node-RED that begin runs. */
export const NODE_RED_TRIGGERS: Readonly<Record<string, (node: N8nNode, path: string) => MadeTrigger>> = {
  'node-red.inject': inject,
  'node-red.http in': httpIn,
};
