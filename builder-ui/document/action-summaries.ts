import type { JsonObject } from '#flow/json.ts';
import { asList, asObject, joined, led, names, type Say, words } from './summary-words.ts';

type Summarise = (config: JsonObject, say: Say) => string;

/** How many rows of a table an action means: one by its id, or those that fit. */
const rows = (config: JsonObject, say: Say): string => {
  const filters = asList(config.where).length;
  if (words(config.id)) return words(config.id);
  return filters === 0
    ? ''
    : say(`${filters === 1 ? '1 filtro' : `${filters} filtros`}`, `${filters} filter${filters === 1 ? '' : 's'}`);
};

const to = (config: JsonObject, say: Say): string =>
  led(say('para', 'to'), words(config.to) || names(asList(config.to).map(words)));

const inStore: Summarise = (config) => words(config.key);

const TEXT_OPERATIONS: Record<string, [pt: string, en: string]> = {
  read: ['lê como texto', 'reads as text'],
  extract: ['extrai', 'extracts'],
  replace: ['troca', 'replaces'],
  fill: ['preenche um modelo', 'fills a template'],
  slug: ['faz um slug', 'makes a slug'],
  htmlToText: ['tira o HTML', 'strips HTML'],
  escapeHtml: ['protege HTML', 'escapes HTML'],
  unescapeHtml: ['desfaz a proteção de HTML', 'unescapes HTML'],
  base64Decode: ['decodifica Base64', 'decodes Base64'],
  urlDecode: ['decodifica URL', 'decodes a URL'],
  hash: ['resume (hash)', 'hashes'],
};

const chat = (config: JsonObject, say: Say): string => led(say('para', 'to'), words(config.chat));

/** What actions do, from their config; an action that is not here is told by its first texts. */
export const ACTION_SUMMARIES: Record<string, Summarise> = {
  'http.request': (config) =>
    [words(config.method), words(config.url).replace(/^https?:\/\//, '')].filter(Boolean).join(' '),
  'ai.generate': (config) => words(config.prompt) || words(config.system),
  'ai.classify': (config, say) =>
    led(say('em', 'into'), names(asList(config.labels).map((one) => words(one) || words(asObject(one).name)))),
  'ai.extract': (config, say) =>
    led(say('extrai', 'extracts'), names(Object.keys(asObject(asObject(config.schema).properties)))),
  'ai.embed': (config) => words(config.texts) || names(asList(config.texts).map(words)),
  'email.send': (config, say) => joined(words(config.subject), to(config, say)),
  'message.send': (config, say) => joined(words(config.text), to(config, say)),
  'notify.inApp': (config, say) => joined(words(config.title), to(config, say)),
  'notify.push': (config, say) => joined(words(config.title), to(config, say)),
  'telegram.sendMessage': (config, say) => joined(words(config.text), chat(config, say)),
  'telegram.editMessage': (config, say) => joined(words(config.text), chat(config, say)),
  'telegram.sendMedia': (config, say) => joined(words(config.kind), words(config.caption), chat(config, say)),
  'telegram.answerCallback': (config) => words(config.text),
  'telegram.deleteMessage': chat,
  'telegram.getFile': (config) => words(config.name) || words(config.fileId),
  'data.insert': (config, say) =>
    joined(led(say('nova linha em', 'new row in'), words(config.table)), names(Object.keys(asObject(config.values)))),
  'data.upsert': (config, say) =>
    joined(led(say('grava em', 'writes to'), words(config.table)), led(say('por', 'by'), words(config.key))),
  'data.update': (config, say) => joined(led(say('muda em', 'changes in'), words(config.table)), rows(config, say)),
  'data.delete': (config, say) => joined(led(say('apaga de', 'deletes from'), words(config.table)), rows(config, say)),
  'data.get': (config, say) =>
    joined(
      led(say('busca em', 'looks up in'), words(config.table)),
      led(say('por', 'by'), [words(config.by), words(config.value)].filter(Boolean).join(' = ')),
    ),
  'data.query': (config, say) => joined(led(say('lista', 'lists'), words(config.table)), rows(config, say)),
  'store.get': inStore,
  'store.once': inStore,
  'store.put': (config) => [words(config.key), words(config.value)].filter(Boolean).join(' = '),
  'store.add': (config) => joined(words(config.key), `+${words(config.by) || '1'}`),
  'files.fetch': (config, say) => led(say('lê', 'reads'), words(asObject(config.file).url) || words(config.file)),
  'files.link': (config, say) => led(say('link de', 'link to'), words(config.name) || words(config.file)),
  'files.store': (config) => words(config.name) || words(config.content),
  'pdf.render': (config) => words(config.title) || words(config.name),
  'crypto.sign': (config) => joined(words(config.algorithm), words(config.payload)),
  'crypto.verify': (config) => joined(words(config.algorithm), words(config.signature)),
  'crypto.token': (config) => joined(words(config.digits) || words(config.bytes), words(config.encoding)),
  'transform.text': (config, say) => {
    const operation = TEXT_OPERATIONS[words(config.operation)];
    return joined(operation && say(...operation), words(config.input));
  },
};
