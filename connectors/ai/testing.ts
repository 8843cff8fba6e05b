import type { JsonObject } from '#flow/json.ts';
import type { ConnectionValue } from '../action.ts';
import { parseConnectionInput } from '../connection-types.ts';

export type AiKind = 'openai' | 'anthropic' | 'compatible';

/** For tests: an opened connection to a server of ours, made the way the API makes one. */
export const aiConnectionTo = (url: string, kind: AiKind, more: JsonObject = {}, id = 'con_1'): ConnectionValue => ({
  id,
  ...parseConnectionInput({
    connector: 'ai',
    name: `IA ${id}`,
    provider: kind,
    baseUrl: kind === 'anthropic' ? url : `${url}/v1`,
    apiKey: 'sk-segredo',
    model: 'modelo-1',
    prices: { 'modelo-1': { input: 1, output: 2 } },
    ...more,
  }),
});
