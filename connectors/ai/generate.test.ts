import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { contextFor } from '../context-for.ts';
import { aiGenerate } from './generate.ts';
import { type AiKind, aiConnectionTo, aiProvider } from './testing.ts';

const provider = aiProvider();
const { mock } = provider;

const generate = async (config: JsonObject, kind: AiKind): Promise<JsonObject> =>
  (await aiGenerate.run(
    config,
    contextFor({ dial: provider.dial, ai: provider.ai }, { connection: aiConnectionTo(mock.url, kind) }),
  )) as JsonObject;
const sent = () => mock.getRequests().map((one) => one.body as unknown as JsonObject);
const last = () => sent().at(-1) as JsonObject;

const KINDS: AiKind[] = ['openai', 'anthropic', 'compatible'];
const usageFor = (kind: AiKind, input: number, output: number) =>
  kind === 'anthropic'
    ? { input_tokens: input, output_tokens: output }
    : { prompt_tokens: input, completion_tokens: output };

describe.each(KINDS)('ai.generate with %s', (kind) => {
  test('gives the text, and what it took', async () => {
    mock.onMessage('Olá', { content: 'Bom dia!', usage: usageFor(kind, 1_000, 200) });
    const output = await generate({ prompt: 'Olá', system: 'Seja breve.', maxTokens: 50 }, kind);
    expect(output).toMatchObject({
      text: 'Bom dia!',
      object: null,
      finishReason: 'stop',
      usage: { inputTokens: 1_000, outputTokens: 200, costUsd: 0.0014 },
    });
    expect(last()).toMatchObject({
      messages: [
        { role: 'system', content: 'Seja breve.' },
        { role: 'user', content: 'Olá' },
      ],
    });
    expect([...provider.ai.entries.values()]).toMatchObject([
      { calls: 1, tokens: 1_200, costNanoUsd: 1_400_000, call: { key: 'run_1//n/1', action: 'ai.generate' } },
    ]);
    expect(provider.ai.held()).toBe(0);
  });

  test('with a schema the answer is an object that fits it', async () => {
    mock.onMessage('Ana, 30', { content: '{"nome":"Ana","idade":30}' });
    const outputSchema = {
      type: 'object',
      properties: { nome: { type: 'string' }, idade: { type: 'integer' } },
      required: ['nome', 'idade'],
    };
    expect(await generate({ prompt: 'Ana, 30', outputSchema }, kind)).toMatchObject({
      object: { nome: 'Ana', idade: 30 },
      text: '{"nome":"Ana","idade":30}',
    });
  });

  test('what does not fit is asked for again, with its faults, and all of it is accounted for', async () => {
    mock.on({ userMessage: 'idade de Ana' }, { content: '{"idade":"trinta"}', usage: usageFor(kind, 10, 5) });
    mock.on(
      { userMessage: /\/idade has another type/ },
      { content: '```json\n{"idade":30}\n```', usage: usageFor(kind, 20, 5) },
    );
    const outputSchema = { type: 'object', properties: { idade: { type: 'integer' } }, required: ['idade'] };
    const output = await generate({ prompt: 'idade de Ana', outputSchema }, kind);
    expect(output).toMatchObject({ object: { idade: 30 }, usage: { inputTokens: 30, outputTokens: 10 } });
    expect([...provider.ai.entries.values()]).toMatchObject([{ calls: 2, tokens: 40 }]);
  });

  test('after two repairs it is bad_output, with what came', async () => {
    mock.onMessage(/./, { content: 'não sei' });
    const asked = generate({ prompt: 'x', outputSchema: { type: 'object', properties: {} } }, kind);
    await expect(asked).rejects.toMatchObject({
      code: 'bad_output',
      retry: 'never',
      details: { text: 'não sei', errors: [{ code: 'json' }] },
    });
    expect(sent()).toHaveLength(3);
  });
});
