import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { type AccessPolicy, getPolicy, setPolicy } from '#domain/access/policy.ts';
import { isInRanges, isIpRange } from '#domain/identity/ip-ranges.ts';
import { faultWords } from '#flow/fault-words.ts';

const range = z
  .string()
  .trim()
  .max(64)
  .refine(
    isIpRange,
    faultWords(
      'Um endereço ou uma faixa CIDR: 203.0.113.7, 10.0.0.0/8, 2001:db8::/32',
      'An address or a CIDR range: 203.0.113.7, 10.0.0.0/8, 2001:db8::/32',
    ),
  );

const fields = {
  ipAllow: z.array(range).max(100).describe('Addresses and CIDR ranges; none: from anywhere'),
  passwordLength: z.int().min(10).max(128),
  idleMinutes: z.int().min(5).max(43_200).nullable(),
  sessionHours: z.int().min(1).max(720).nullable(),
  requireTwoStep: z.boolean(),
};
const view = z.object({
  ...fields,
  ipAllow: z.array(z.string()),
  yourIp: z.string().describe('Where this call came from'),
});

const OWN_TWO_STEPS = {
  pt: 'Ative antes a sua própria verificação em duas etapas.',
  en: 'Turn on your own two-step verification first.',
};

/** Nobody shuts the door with the key inside. @throws `invalid` */
function refuseLockingOut({ ip }: Caller, { ipAllow }: AccessPolicy): void {
  if (ipAllow.length === 0 || isInRanges(ip, ipAllow)) return;
  const [pt, en] = [
    `Com esta lista você mesmo ficaria de fora: seu endereço é ${ip}.`,
    `This list would keep you out yourself: your address is ${ip}.`,
  ];
  throw fail('invalid', pt, en, { errors: [{ pointer: '/ipAllow', code: 'locks_out', message: { pt, en } }] });
}

export const getAccessPolicy = route({
  method: 'get',
  path: '/access-policy',
  tag: 'People',
  summary: 'What the tenant asks of whoever comes',
  output: { 200: view },
  scopes: ['security:read'],
  handle: async ({ caller }, deps) => {
    const { policy, revision } = await deps.database.withTenant(caller.tenant.id, getPolicy);
    return ok({ ...policy, yourIp: caller.ip }, { ETag: etagOf(revision) });
  },
});

export const setAccessPolicy = route({
  method: 'put',
  path: '/access-policy',
  tag: 'People',
  summary: 'Set what the tenant asks; it counts at each next call',
  description:
    'A list of addresses that would keep its own author out is refused, as is asking for two steps by somebody who has none. With `If-Match` it is 412 where somebody changed it before.',
  body: z.strictObject(fields),
  output: { 200: view },
  errors: ['stale'],
  scopes: ['security:write'],
  handle: async ({ caller, body, request }, deps) => {
    refuseLockingOut(caller, body);
    if (body.requireTwoStep && caller.twoStep === false)
      throw fail('invalid', OWN_TWO_STEPS.pt, OWN_TWO_STEPS.en, {
        errors: [{ pointer: '/requireTwoStep', code: 'locks_out', message: OWN_TWO_STEPS }],
      });
    const how = { revision: revisionIn(request.header('if-match')), by: caller.principal };
    const { policy, revision } = await deps.database.withTenant(caller.tenant.id, (db) => setPolicy(db, body, how));
    return ok({ ...policy, yourIp: caller.ip }, { ETag: etagOf(revision) });
  },
});
