import { z } from 'zod';
import { id, instant } from './common.ts';

export const apiKey = z.object({
  id: id('key'),
  name: z.string(),
  prefix: z.string().describe('The first characters of the key'),
  scopes: z.array(z.string()),
  createdBy: z.string(),
  maker: z
    .object({ name: z.string().nullable(), left: z.boolean() })
    .nullable()
    .describe('The person who made it; `left`: they belong to the tenant no more'),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable().describe('To the minute'),
  lastUsedIp: z.string().nullable(),
  revokedAt: instant.nullable(),
  allowedIps: z.array(z.string()),
  perMinute: z.int().nullable(),
  keepBodiesUntil: instant.nullable().describe('Until then the log of its calls holds bodies too'),
  rotatedAt: instant.nullable(),
  previous: z
    .object({ prefix: z.string(), until: instant, usedAt: instant.nullable() })
    .nullable()
    .describe('The secret of before the last rotation, while it still works'),
});
