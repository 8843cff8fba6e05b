// node --import tsx scripts/bench/payload-codec.ts: what packing and closing a run's values costs, each way, on one core.
import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createPayloadCodec } from '#domain/payloads/payload-codec.ts';
import type { PayloadKeys } from '#domain/payloads/payload-keys.ts';
import { SEQUENCES } from './payload-samples.ts';

const key = { id: `ten_${'0'.repeat(32)}:1`, bytes: randomBytes(32) };
const unused = () => Promise.reject(new Error('not in a bench'));
const keys: PayloadKeys = { newest: async () => key, byId: async () => key, rotate: unused, erase: unused };
const codec = createPayloadCodec(keys);
const context = { type: 'workflow' as const, namespace: 'default', workflowId: `ten_${'0'.repeat(32)}/run/1` };

for (const [name, values] of Object.entries(SEQUENCES)) {
  const payloads: Payload[] = values.map((value) => defaultPayloadConverter.toPayload(value));
  const plainBytes = payloads.reduce((sum, one) => sum + (one.data?.length ?? 0), 0);
  let closedBytes = 0;
  const rounds = plainBytes > 100_000 ? 20 : 2_000;
  const once = async () => {
    closedBytes = 0;
    for (const payload of payloads) {
      const sealed = await codec.encode([payload], context);
      closedBytes += sealed[0]?.data?.length ?? 0;
      await codec.decode(sealed, context);
    }
  };
  for (let i = 0; i < rounds / 10; i++) await once();
  // Of the processor, all threads: other work on the machine does not count.
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i++) await once();
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1_000 / rounds;
  process.stdout.write(`${name.padEnd(40)} ${plainBytes} → ${closedBytes} bytes, ${ms.toFixed(3)} ms of CPU a run\n`);
}
