import {
  beginIdempotent,
  finishIdempotent,
  holdIdempotent,
  releaseIdempotent,
} from '#domain/idempotency/idempotency.ts';
import type { Json } from '#flow/json.ts';
import type { WithTenant } from '#prisma/with-tenant.ts';
import type { Idempotency, StoredAnswer } from './services.ts';

/** Idempotency keys in PostgreSQL, each step a transaction of its own. */
export const storedIdempotency = (withTenant: WithTenant): Idempotency => ({
  async claim({ tenantId, ...call }) {
    const claim = await withTenant(tenantId, (db) => beginIdempotent(db, call));
    if (claim.kind === 'new') return { kind: 'mine', resourceId: claim.resource };
    // Erasure: written by `keep`, below.
    if (claim.kind === 'replay') return { kind: 'replay', answer: claim.answer as unknown as StoredAnswer };
    return { kind: claim.kind === 'in_progress' ? 'running' : 'mismatch' };
  },
  keep: ({ tenantId, ...call }, answer) =>
    withTenant(tenantId, (db) => finishIdempotent(db, call, answer as unknown as Json)),
  renew: ({ tenantId, ...call }) => withTenant(tenantId, (db) => holdIdempotent(db, call)),
  leave: ({ tenantId, ...call }) => withTenant(tenantId, (db) => holdIdempotent(db, call, 0)),
  release: ({ tenantId, ...call }) => withTenant(tenantId, (db) => releaseIdempotent(db, call)),
});
