import type { Json, JsonObject } from '../../json.ts';
import { code, member, record } from '../expressions/code.ts';
import { templateOf } from '../expressions/text.ts';
import type { N8nNode } from '../n8n-workflow.ts';
import type { Made, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, chosen, isObject, objects, text } from './parameters.ts';
import type { ServiceMappings } from './service-mapping.ts';
import { shortType } from './short-type.ts';

const isModel = ({ type }: N8nNode): boolean => /\.lm(Chat)?[A-Z]/.test(type);

/** What an answer is asked for with: the model's name where it is written, and how freely it may answer. */
function tuning(step: Step, p: JsonObject): JsonObject {
  const model = chosen(p.modelId ?? p.model);
  const temperature = at(p, 'options', 'temperature');
  const most = at(p, 'options', 'maxTokens');
  step.approximated(
    'Escolha uma conexão de IA; o modelo com que o n8n falava fica no campo “model”',
    'Choose an AI connection; the model that n8n talked to stands in the field “model”',
  );
  return {
    ...(typeof model === 'string' && model !== '' ? { model: templateOf(model, step.names) } : {}),
    ...(typeof temperature === 'number' ? { temperature } : {}),
    ...(typeof most === 'number' && most > 0 ? { maxTokens: most } : {}),
  };
}

/** `[{ role, content }]` as instructions, what was said before, and what is asked now. */
function conversation(step: Step, messages: readonly JsonObject[]): JsonObject {
  const read = messages.map((one) => ({
    role: text(one.role, 'user'),
    content: templateOf(text(one.content ?? one.message), step.names),
  }));
  const system = read.filter((one) => one.role === 'system').map((one) => one.content);
  const rest = read.filter((one) => one.role !== 'system' && one.content !== '');
  const last = rest.at(-1) ?? cannot('Sem pedido ao modelo', 'Without anything to ask the model');
  const before = rest
    .slice(0, -1)
    .map((one): JsonObject => ({ role: one.role === 'user' ? 'user' : 'assistant', content: one.content }));
  return {
    prompt: last.content,
    ...(system.length > 0 ? { system: system.join('\n\n') } : {}),
    ...(before.length > 0 ? { messages: before } : {}),
  };
}

/** The OpenAI and Anthropic nodes: one question, or a conversation. */
function openAi(step: Step): Made {
  const { p, own } = step;
  const resource = text(p.resource, 'text');
  const operation = text(p.operation, 'message');
  if (!['text', 'chat'].includes(resource) || !['message', 'complete', 'response', 'create'].includes(operation)) {
    return cannot(`A operação “${resource}: ${operation}”`, `The operation “${resource}: ${operation}”`);
  }
  if (step.attached.length > 0) return cannot('Ferramentas do modelo', 'Tools of the model');
  const messages = objects(at(p, 'messages', 'values') ?? at(p, 'prompt', 'messages') ?? at(p, 'responses', 'values'));
  const asked =
    messages.length > 0 ? conversation(step, messages) : { prompt: templateOf(text(p.prompt ?? p.text), step.names) };
  const said = member(own, 'text');
  const content = p.jsonOutput === true ? code(`parseJson(${said.text})`) : said;
  const message = record({ role: code("'assistant'", 'text'), content });
  step.needs('ai');
  const choices = code(`[{ message: ${message.text} }]`, 'any', { sure: true });
  return {
    type: 'ai.generate',
    config: { ...asked, ...tuning(step, p) },
    more: step.connection,
    outputs: [{ port: 'out', code: record({ message, content, text: said, choices }) }],
  };
}

/** The Gemini node: a question in texts; what is about pictures, sound and files is not. */
function gemini(step: Step): Made {
  const { p, own, names } = step;
  const resource = text(p.resource, 'text');
  if (resource !== 'text') return cannot(`O Gemini com “${resource}”`, `Gemini with “${resource}”`);
  if (step.attached.length > 0) return cannot('Ferramentas do modelo', 'Tools of the model');
  const messages = objects(at(p, 'messages', 'values')).map((one) => ({
    ...one,
    role: text(one.role) === 'model' ? 'assistant' : 'user',
  }));
  const asked = conversation(step, messages);
  const system = text(at(p, 'options', 'systemMessage'));
  const said = member(own, 'text');
  step.needs('ai');
  const parts = code(`[{ text: ${said.text} }]`, 'any', { sure: true });
  return {
    type: 'ai.generate',
    config: { ...asked, ...(system === '' ? {} : { system: templateOf(system, names) }), ...tuning(step, p) },
    more: step.connection,
    outputs: [{ port: 'out', code: record({ content: record({ parts }), text: said }) }],
  };
}

/** The schema of a parser that hangs on the node, and nothing else; models are read apart. */
function schemaOf(step: Step): JsonObject | null {
  // A model thinks and counts without these.
  const spare = /^(memory.*|toolThink|toolCalculator)$/;
  const others = step.attached.filter((one) => !isModel(one) && !spare.test(shortType(one.type)));
  if (step.attached.some((one) => /^tool(Think|Calculator)$/.test(shortType(one.type)))) {
    step.approximated('Sem as ferramentas Think e Calculator', 'Without the tools Think and Calculator');
  }
  const [parser, ...more] = others;
  if (!parser) return null;
  if (more.length > 0 || shortType(parser.type) !== 'outputParserStructured') {
    return cannot(
      `Ferramentas do agente (${others.map((one) => one.name).join(', ')})`,
      `Tools of the agent (${others.map((one) => one.name).join(', ')})`,
    );
  }
  const { inputSchema, jsonSchema, jsonSchemaExample } = parser.parameters;
  try {
    const read = JSON.parse(text(inputSchema ?? jsonSchema ?? jsonSchemaExample)) as Json;
    if (!isObject(read)) return null;
    return inputSchema !== undefined || 'type' in read ? read : schemaLike(read);
  } catch {
    return cannot('O esquema da resposta não se lê', 'The schema of the answer cannot be read');
  }
}

/** A schema that an example fits. */
const schemaLike = (value: Json): JsonObject => {
  if (Array.isArray(value)) return { type: 'array', items: value[0] === undefined ? {} : schemaLike(value[0]) };
  if (!isObject(value)) return value === null ? {} : { type: typeof value };
  const properties = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, schemaLike(one)]));
  return { type: 'object', properties, required: Object.keys(value) };
};

/** A chain, or an agent without tools: one answer to one text. */
function chain(step: Step): Made {
  const { p, node, own, names } = step;
  const agent = shortType(node.type) === 'agent';
  const asked = text(p.text ?? p.prompt) || '={{ $json.chatInput }}';
  const schema = schemaOf(step);
  if (agent && step.attached.some((one) => shortType(one.type).startsWith('memory'))) {
    step.approximated('A memória da conversa não vem junto', 'The memory of the conversation does not come along');
  }
  const system = [
    text(at(p, 'options', 'systemMessage')),
    ...objects(at(p, 'messages', 'messageValues')).map((one) => text(one.message)),
  ].filter((one) => one !== '');
  const model = step.attached.find(isModel);
  step.needs('ai', model);
  const answer = schema ? member(own, 'object') : member(own, 'text');
  return {
    type: 'ai.generate',
    config: {
      prompt: templateOf(asked, names),
      ...(system.length > 0 ? { system: system.map((one) => templateOf(one, names)).join('\n\n') } : {}),
      ...(schema ? { outputSchema: schema } : {}),
      ...tuning(step, model?.parameters ?? {}),
    },
    more: connectionOf(model ?? node),
    outputs: [{ port: 'out', code: record({ output: answer, text: answer, response: answer }) }],
  };
}

/** The model that hangs on a node: how it is asked, and its connection. */
export function modelOf(step: Step): { config: JsonObject; more: { connection?: string } } {
  const model = step.attached.find(isModel);
  step.needs('ai', model);
  const { temperature: _unused, ...config } = tuning(step, model?.parameters ?? {});
  return { config, more: connectionOf(model ?? step.node) };
}

const connectionOf = ({ credentials }: N8nNode): { connection?: string } => {
  const name = credentials.find((one) => one.name !== '')?.name;
  return name === undefined ? {} : { connection: name };
};

function extractor(step: Step): Made {
  const { p, own, names, node } = step;
  const model = step.attached.find(isModel);
  const listed = objects(at(p, 'attributes', 'attributes'));
  const given = text(p.inputSchema ?? p.jsonSchema);
  const schema: JsonObject =
    listed.length > 0
      ? {
          type: 'object',
          properties: Object.fromEntries(
            listed.map((one): [string, Json] => [
              text(one.name),
              {
                type: text(one.type, 'string') === 'date' ? 'string' : text(one.type, 'string'),
                description: text(one.description),
              },
            ]),
          ),
          required: listed.filter((one) => one.required === true).map((one) => text(one.name)),
        }
      : parsedSchema(given);
  step.needs('ai', model);
  const { temperature: _unused, ...tuned } = tuning(step, model?.parameters ?? {});
  return {
    type: 'ai.extract',
    config: { text: templateOf(text(p.text), names), schema, ...tuned },
    more: connectionOf(model ?? node),
    outputs: [{ port: 'out', code: record({ output: member(own, 'object') }) }],
  };
}

const parsedSchema = (given: string): JsonObject => {
  try {
    const read = JSON.parse(given) as Json;
    if (isObject(read)) return 'type' in read ? read : schemaLike(read);
  } catch {
    // Said below.
  }
  return cannot('O esquema dos dados não se lê', 'The schema of the data cannot be read');
};

/** Language models. */
export const MODELS: ServiceMappings = {
  openAi: { action: 'ai.generate', takes: 'item', make: openAi },
  googleGemini: { action: 'ai.generate', takes: 'item', make: gemini },
  anthropic: { action: 'ai.generate', takes: 'item', make: openAi },
  chainLlm: { action: 'ai.generate', takes: 'item', make: chain },
  agent: { action: 'ai.generate', takes: 'item', make: chain },
  informationExtractor: { action: 'ai.extract', takes: 'item', make: extractor },
};
