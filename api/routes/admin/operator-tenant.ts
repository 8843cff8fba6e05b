import { z } from 'zod';
import { id, instant } from '#api/schemas/common.ts';

/** A tenant as operators see it. */
export const operatorTenant = z.object({
  id: id('ten'),
  slug: z.string(),
  name: z.string(),
  plan: z.string(),
  status: z.enum(['active', 'suspended', 'deleting']),
  reason: z.string().nullable(),
  place: z.enum(['shared', 'own']),
  move: z
    .object({
      to: z.enum(['shared', 'own']),
      step: z.string(),
      done: z.int(),
      of: z.int(),
      error: z.string().nullable(),
    })
    .nullable(),
  members: z.int(),
  createdAt: instant,
});
