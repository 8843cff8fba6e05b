import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { askObject, askText } from './ask-model.ts';
import { attachmentsOf } from './attachments.ts';
import {
  AI_TIMEOUT,
  aiConnectionNeeded,
  exampleUsage,
  filesField,
  jsonSchema,
  maxTokensField,
  modelField,
  schemaField,
  temperatureField,
  usageShape,
} from './fields.ts';
import type { ChatMessage } from './provider.ts';

const message = z.strictObject({
  role: field(z.enum(['user', 'assistant']), {
    title: { pt: 'Quem fala', en: 'Who speaks' },
    labels: { user: { pt: 'Pessoa', en: 'Person' }, assistant: { pt: 'Modelo', en: 'Model' } },
  }),
  content: field(z.string().min(1), { title: { pt: 'Mensagem', en: 'Message' }, lines: 'many' }),
});

const config = z.strictObject({
  prompt: field(z.string().min(1).optional(), {
    title: { pt: 'Pedido', en: 'Prompt' },
    lines: 'many',
    widget: 'expression',
    examples: ['Escreva uma resposta cordial para: {{ trigger.data.text }}'],
  }),
  messages: field(z.array(message).min(1).max(200).optional(), {
    title: { pt: 'Conversa', en: 'Conversation' },
    rare: true,
    help: {
      pt: 'As mensagens anteriores; o pedido vem depois delas.',
      en: 'The messages so far; the prompt comes after them.',
    },
    widget: 'list',
    examples: [[{ role: 'user', content: 'Olá!' }]],
  }),
  system: field(z.string().min(1).optional(), {
    title: { pt: 'Instruções', en: 'Instructions' },
    lines: 'many',
    help: { pt: 'Quem o modelo é e como responde.', en: 'Who the model is, and how it answers.' },
    widget: 'expression',
  }),
  model: modelField(),
  temperature: temperatureField(),
  maxTokens: maxTokensField(),
  outputSchema: schemaField(jsonSchema().optional(), 'Campos da resposta', 'Fields of the answer'),
  files: filesField(),
});

export const aiGenerate = action({
  id: 'ai.generate',
  version: 1,
  title: { pt: 'Gerar com IA', en: 'Generate with AI' },
  description: {
    pt: 'Pede um texto, ou dados em um esquema, a um modelo de linguagem.',
    en: 'Asks a language model for a text, or for data that fit a schema.',
  },
  group: 'ai',
  icon: 'sparkles',
  config,
  output: z.object({
    text: z.string(),
    object: anyJson(),
    finishReason: z.enum(['stop', 'length', 'refused']),
    ...usageShape,
  }),
  // Nothing changes outside, but a repeat is paid for: simulations leave it out, and the ledger counts it by its key.
  effect: 'keyed',
  timeout: AI_TIMEOUT,
  connection: aiConnectionNeeded,
  literal: ['outputSchema'],
  example: { text: 'Olá! Como posso ajudar?', object: null, finishReason: 'stop', ...exampleUsage },
  run: async ({ prompt, messages = [], system, model, temperature, maxTokens, outputSchema, files }, context) => {
    const question = {
      action: 'ai.generate',
      model,
      system: system ?? null,
      messages: conversation(messages, prompt),
      attachments: await attachmentsOf(files, context),
      temperature,
      maxTokens,
    };
    if (!outputSchema) return { ...(await askText(question, context)), object: null };
    const { object, ...rest } = await askObject(question, outputSchema, context);
    return { ...rest, text: JSON.stringify(object), object, finishReason: 'stop' as const };
  },
});

const conversation = (before: ChatMessage[], prompt: string | undefined): ChatMessage[] => {
  const all: ChatMessage[] = prompt === undefined ? before : [...before, { role: 'user', content: prompt }];
  if (all.at(-1)?.role !== 'user')
    throw failure(
      'bad_config',
      'Falta o pedido: a conversa precisa terminar com uma mensagem do usuário.',
      'The prompt is missing: the conversation must end with a message of the user.',
    );
  return all;
};
