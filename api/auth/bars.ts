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
export function barOfSession(session: SignedIn, ip: string): TramaError | null {
  const { access, impersonatedBy, twoStep, sso, role } = session;
  if (impersonatedBy !== null) return null;
  const bar = barOf(access, ip);
  // Where the provider is away, owners get in, behind a second step.
  if (!bar && access.requireSso && !sso && !(role === 'owner' && twoStep)) return ssoRequired();
  if (bar || !access.requireTwoStep || twoStep) return bar;
  return fail(
    'two_step_required',
    'Ative a verificação em duas etapas para entrar nesta conta.',
    'Turn on two-step verification to enter this tenant.',
  );
}

const ssoRequired = () =>
  fail(
    'sso_required',
    'Esta conta só aceita quem entra pelo login único da empresa.',
    'This tenant only takes who signs in by the company’s single sign-on.',
  );
