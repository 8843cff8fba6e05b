import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import type { JsonObject } from '#flow/json.ts';
import { parseConnectionInput } from '../connection-types.ts';
import { createDialer, type Dialer } from '../dialer.ts';
import { inMemoryLedger } from './in-memory-ledger.ts';

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

/** A provider of ours for all tests of a file, without a memory from one to the next; the ledger begins anew with each. */
export function aiProvider() {
  const mock = new LLMock({ port: 0, logLevel: 'silent', latency: 0 });
  let dial: Dialer | undefined;
  const provider = {
    mock,
    ai: inMemoryLedger(),
    /** The way to it. */
    get dial(): Dialer {
      dial ??= createDialer({ allowPrivateHosts: [new URL(mock.url).host] });
      return dial;
    },
  };
  beforeAll(() => mock.start());
  beforeEach(() => {
    mock.clearFixtures().clearRequests();
    provider.ai = inMemoryLedger();
  });
  afterAll(async () => {
    await dial?.close();
    await mock.stop();
  });
  return provider;
}
