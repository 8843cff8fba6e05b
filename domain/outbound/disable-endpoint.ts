import { inLocale, localeOf, type Text } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId } from '../ids.ts';
import type { Letter } from '../mail/mailer.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { getTenant } from '../tenants/get-tenant.ts';

/** What was on its way to an endpoint (uuid) ends as failed; it can be sent again later. */
export const endDeliveries = async (
  db: TenantDb,
  endpoint: string,
  reason: 'endpoint_disabled' | 'endpoint_gone',
): Promise<void> => {
  await db.sql`
    update webhook_deliveries set state = 'failed', reason = ${reason}, ended_at = now(), next_at = null
    where tenant_id = ${db.tenant} and endpoint_id = ${endpoint} and state in ('due', 'retrying', 'parked')`;
};

const WORDS: Record<'gone' | 'failing' | 'warning', { title: Text; body: (host: string) => Text }> = {
  gone: {
    title: { pt: 'Um endereço de webhooks foi desligado', en: 'A webhook endpoint was disabled' },
    body: (host) => ({
      pt: `${host} respondeu 410: não quer mais receber. Se foi engano, ligue-o de novo e reenvie o que falhou.`,
      en: `${host} answered 410: it wants no more. If that was a mistake, enable it again and resend what failed.`,
    }),
  },
  failing: {
    title: { pt: 'Um endereço de webhooks foi desligado', en: 'A webhook endpoint was disabled' },
    body: (host) => ({
      pt: `${host} não recebeu nada por três dias. Conserte-o, ligue-o de novo e reenvie o que falhou.`,
      en: `${host} has taken nothing for three days. Mend it, enable it again and resend what failed.`,
    }),
  },
  warning: {
    title: { pt: 'Um endereço de webhooks falha há um dia', en: 'A webhook endpoint has failed for a day' },
    body: (host) => ({
      pt: `${host} não recebe nada há 24 horas. Depois de três dias assim, ele será desligado.`,
      en: `${host} has taken nothing for 24 hours. After three such days it will be disabled.`,
    }),
  },
};

/**
 * Tells those who answer for the tenant: a notice now, and letters for whoever commits this to send. `since` makes one
 * spell of failures one notice.
 */
export const noteEndpoint = async (
  db: TenantDb,
  { id, url }: { id: string; url: string },
  what: keyof typeof WORDS,
  since: string,
): Promise<Letter[]> => {
  const locale = localeOf(await getTenant(db));
  const { title, body } = WORDS[what];
  const endpoint = formatId('whe', id);
  const [subject, text] = [inLocale(title, locale), inLocale(body(new URL(url).host), locale)];
  const { to } = await addNotification(db, {
    to: ['owner', 'admin'],
    title: subject,
    body: text,
    level: what === 'warning' ? 'warning' : 'error',
    link: `/developers/webhooks/${endpoint}`,
    runId: null,
    flowId: '',
    effectKey: `webhook/${endpoint}/${what}/${since}`,
  });
  return to.map((one) => ({ to: one, subject, text: `${text}\n\n${url}` }));
};

/** Disabled by what its receiver did. Its people hear of it. */
export const disableEndpoint = async (
  db: TenantDb,
  endpoint: { id: string; url: string },
  reason: 'gone' | 'failing',
): Promise<Letter[]> => {
  const rows = await db.sql<{ at: Date }>`
    update webhook_endpoints set enabled = false, disabled_reason = ${reason}, disabled_at = now(),
      revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${endpoint.id} and enabled returning disabled_at as at`;
  const [row] = rows;
  if (!row) return [];
  await endDeliveries(db, endpoint.id, reason === 'gone' ? 'endpoint_gone' : 'endpoint_disabled');
  const letters = await noteEndpoint(db, endpoint, reason, row.at.toISOString());
  const target = formatId('whe', endpoint.id);
  await appendAudit(db, { actor: 'system', action: 'webhook.disable', target, data: { reason } });
  return letters;
};
