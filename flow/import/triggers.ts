import type { Json, JsonObject } from '../json.ts';
import { ACTIVEPIECES_TRIGGERS } from './activepieces/triggers.ts';
import { type Code, code, member, record } from './expressions/code.ts';
import { triggerData as data, hookPath, type MadeTrigger, nearly, plainly } from './made-trigger.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { NODE_RED_TRIGGERS } from './node-red/triggers.ts';
import { at, objects, text } from './nodes/parameters.ts';
import { givenType, kindOf } from './nodes/short-type.ts';
import { scheduleOf } from './schedule.ts';

function webhook({ parameters: p, credentials }: N8nNode, fallback: string): MadeTrigger {
  const mode = text(p.responseMode, 'onReceived');
  const method = Array.isArray(p.httpMethod) ? 'ANY' : text(p.httpMethod, 'GET').toUpperCase();
  const written = text(p.path);
  const auth = text(p.authentication, 'none');
  const name = credentials[0]?.name ?? '';
  const kinds: Readonly<Record<string, string>> = { basicAuth: 'basic', headerAuth: 'header' };
  const config: JsonObject = {
    path: hookPath(written, fallback),
    method,
    respond: mode === 'onReceived' ? 'immediately' : 'atEnd',
    auth: auth in kinds && name !== '' ? { type: kinds[auth] as Json, connection: name } : 'none',
  };
  const value = record({
    headers: code('trigger.headers'),
    params: code('{}', 'any', { sure: true, fields: {} }),
    query: code('trigger.query'),
    body: data,
  });
  const made = plainly('webhook', config, value);
  if (written.includes(':')) {
    return nearly(
      made,
      'Partes variáveis no caminho (:id) não existem: use parâmetros (?id=)',
      'Variable parts of a path (:id) do not exist: use parameters (?id=)',
    );
  }
  if (auth === 'jwtAuth')
    return nearly(
      made,
      'JWT não é conferido: escolha outra autenticação',
      'JWT is not checked: choose another authentication',
    );
  return made;
}

/** A page with a form: whoever serves the form sends it here. */
const form = ({ parameters: p }: N8nNode, fallback: string): MadeTrigger => {
  const fields = objects(at(p, 'formFields', 'values')).map((one) => text(one.fieldLabel));
  const config = { path: hookPath(text(p.path), fallback), method: 'POST', respond: 'immediately', auth: 'none' };
  return nearly(
    plainly('webhook', config),
    `A página do formulário não existe aqui; envie os campos ao webhook: ${fields.join(', ')}`,
    `There is no page with the form here; send its fields to the webhook: ${fields.join(', ')}`,
  );
};

const chat = (_: N8nNode, fallback: string): MadeTrigger =>
  nearly(
    plainly('webhook', { path: fallback, method: 'POST', respond: 'atEnd', auth: 'none' }),
    'A janela de conversa chama este webhook com { chatInput, sessionId }',
    'The chat window calls this webhook with { chatInput, sessionId }',
  );

/** A field for each kind of media; of what kind it was is asked by whether its field is there. */
function mediaOf(media: Code): Readonly<Record<string, Code>> {
  const file = { file_id: member(media, 'fileId'), mime_type: member(media, 'type') };
  const ofKind = (kind: string, value: string): Code =>
    code(`(${member(media, 'kind').text} == '${kind}' ? ${value} : null)`);
  return {
    // A list of sizes there, of which authors take the first, the third or the last.
    photo: ofKind('photo', `range(4).map(i => (${record(file).text}))`),
    voice: ofKind('voice', record(file).text),
    video: ofKind('video', record(file).text),
    audio: ofKind('audio', record(file).text),
    document: ofKind('document', record({ ...file, file_name: member(media, 'name') }).text),
  };
}

function telegram({ credentials }: N8nNode): MadeTrigger {
  const content = (key: string): Code => member(data, key);
  const from = record({
    id: member(content('from'), 'id'),
    first_name: member(content('from'), 'name'),
    username: member(content('from'), 'username'),
    language_code: member(content('from'), 'language'),
  });
  // A message is answered to its conversation: that is what a chat's id is used for.
  const chat = record({ id: content('conversation'), type: member(content('chat'), 'type') });
  const written = { text: content('text'), caption: content('text'), chat, from, message_id: content('id') };
  const message = record({ ...written, ...mediaOf(content('media')) });
  const button = content('button');
  const callback = record({
    id: member(button, 'callback'),
    data: member(button, 'data'),
    from,
    message: record(written),
  });
  const account = credentials[0]?.name ?? '';
  return nearly(
    plainly(
      'message',
      { channel: 'telegram', ...(account === '' ? {} : { account }) },
      record({ message, callback_query: callback }),
    ),
    'Só mensagens; o texto e a conversa são lidos daqui, outros campos do Telegram não',
    'Messages only; their text and conversation are read here, other fields of Telegram are not',
  );
}

const failed = (): MadeTrigger => {
  const error = member(data, 'error');
  const value = record({
    execution: record({
      id: member(member(data, 'run'), 'id'),
      url: code("''", 'text', { sure: true }),
      error: record({ message: member(error, 'message'), stack: code("''", 'text', { sure: true }) }),
      lastNodeExecuted: member(error, 'node'),
    }),
    workflow: record({ id: member(member(data, 'run'), 'flowId'), name: member(member(data, 'run'), 'flowId') }),
  });
  return nearly(
    plainly('flow', {}, value),
    'Escolha este fluxo como “onFailure” nos ajustes dos outros',
    'Choose this flow as “onFailure” in the settings of the others',
  );
};

const KNOWN: Readonly<Record<string, (node: N8nNode, fallback: string) => MadeTrigger>> = {
  manualTrigger: () => plainly('manual'),
  start: () => plainly('manual'),
  webhook,
  scheduleTrigger: scheduled,
  cron: scheduled,
  interval: scheduled,
  executeWorkflowTrigger: () => plainly('flow'),
  workflowTrigger: () => plainly('manual'),
  errorTrigger: failed,
  formTrigger: form,
  chatTrigger: chat,
  manualChatTrigger: chat,
  telegramTrigger: telegram,
  ...ACTIVEPIECES_TRIGGERS,
  ...NODE_RED_TRIGGERS,
};

function scheduled(node: N8nNode): MadeTrigger {
  const { config, note } = scheduleOf(node);
  const value = record({ timestamp: code('trigger.receivedAt', 'text') });
  const made = plainly('schedule', config, value);
  return note ? nearly(made, note.pt, note.en) : made;
}

/** Triggers of n8n that are mapped, for the docs, without names that are out of use. */
export const TRIGGER_TYPES: readonly string[] = Object.keys(KNOWN).filter(
  (name) => name !== 'workflowTrigger' && name !== 'manualChatTrigger' && !name.includes('.'),
);

/** Those of other systems. */
export const FOREIGN_TRIGGERS: readonly string[] = Object.keys(KNOWN).filter((name) => name.includes('.'));

/** Nodes with nothing before them that begin runs. */
export const isTrigger = ({ type, starts }: N8nNode): boolean => {
  const name = kindOf(type);
  return starts ?? (Object.hasOwn(KNOWN, name) || /Trigger$/.test(name) || name === 'emailReadImap');
};

/** Which of several triggers is the flow's: what the outside calls goes before clocks, and those before hands. */
const RANKS = [
  'webhook',
  'formTrigger',
  'chatTrigger',
  'telegramTrigger',
  'scheduleTrigger',
  'cron',
  'interval',
  'executeWorkflowTrigger',
  'errorTrigger',
];
/** Those of other systems, by what they became. */
const RANKS_OF_TYPES: Readonly<Record<string, number>> = { webhook: 0, message: 3, schedule: 4, flow: 7 };

export const triggerRank = (node: N8nNode): number => {
  const name = kindOf(node.type);
  const known = name === node.type ? (RANKS_OF_TYPES[triggerOf(node, '').type] ?? -1) : RANKS.indexOf(name);
  const hand = name === 'manualTrigger' || name === 'start' || name === node.type ? 1_000 : 500;
  return (known < 0 ? hand : known) + (node.disabled ? 10_000 : 0);
};

/** The trigger that a node of n8n becomes; one that we have not can be started by hand. */
export function triggerOf(node: N8nNode, fallback: string): MadeTrigger {
  const name = kindOf(node.type);
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known) return known(node, fallback);
  return {
    ...plainly('manual'),
    status: 'notMapped',
    reasons: [
      {
        pt: `O gatilho “${givenType(node.type)}” ainda não existe: o fluxo começa à mão, pela API ou por um webhook que você escolher`,
        en: `The trigger “${givenType(node.type)}” does not exist yet: the flow is started by hand, by the API or by a webhook that you choose`,
      },
    ],
  };
}
