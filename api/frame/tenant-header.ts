import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './caller.ts';
import { fail } from './fail.ts';

const NAMES_TENANT = /^(x-)?(trama-)?(tenant|organization|workspace)(-id|-slug|-name)?$/;

/** A header may repeat the tenant of the credential, never choose another. @throws `forbidden`. */
export function refuseOtherTenant(headers: IncomingHttpHeaders, caller: Caller): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!NAMES_TENANT.test(name)) continue;
    if (value === caller.tenant.id || value === caller.tenant.slug) continue;
    throw fail(
      'forbidden',
      `O cabeçalho ${name} nomeia outro espaço que não o da credencial.`,
      `The header ${name} names another tenant than the credential's.`,
    );
  }
}
