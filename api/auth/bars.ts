import { fail } from '#api/frame/fail.ts';
import type { TenantAccess } from '#domain/access/tenant-access.ts';
import { isInRanges } from '#domain/identity/ip-ranges.ts';
import type { SignedIn } from '#domain/identity/sessions.ts';
import type { TramaError } from '#flow/errors.ts';

/** Why a tenant keeps a caller out, though the credential is good; null: it does not. */
export function barOf({ status, reason, ipAllow }: TenantAccess, ip: string): TramaError | null {
  if (status !== 'active')
    return fail(
      'tenant_suspended',
      reason ? `Esta conta está suspensa: ${reason}` : 'Esta conta está suspensa. Fale com o suporte.',
      reason ? `This tenant is suspended: ${reason}` : 'This tenant is suspended. Write to support.',
    );
  if (ipAllow.length > 0 && !isInRanges(ip, ipAllow))
    return fail(
      'address_barred',
      `Esta conta não aceita acesso a partir de ${ip || 'um endereço desconhecido'}.`,
      `This tenant takes no calls from ${ip || 'an unknown address'}.`,
    );
  return null;
}

/** One of ours who sits in somebody's place comes from elsewhere, and may look at a tenant that is suspended. */
export function barOfSession({ access, impersonatedBy, twoStep }: SignedIn, ip: string): TramaError | null {
  if (impersonatedBy !== null) return null;
  const bar = barOf(access, ip);
  if (bar || !access.requireTwoStep || twoStep) return bar;
  return fail(
    'two_step_required',
    'Ative a verificação em duas etapas para entrar nesta conta.',
    'Turn on two-step verification to enter this tenant.',
  );
}
