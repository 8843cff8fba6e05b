import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import { addNotification } from '../notifications/add-notification.ts';

interface Row {
  id: string;
  name: string;
  expires_at: Date;
  days: number;
  locale: string;
}

const words = ({ name, days, locale }: Row): { title: string; body: string } =>
  locale.startsWith('pt')
    ? {
        title: days === 1 ? `A chave ${name} vence em um dia` : `A chave ${name} vence em sete dias`,
        body: 'Quem a usa para de funcionar nessa hora. Renove a chave, ou mude a validade, em Desenvolvedores.',
      }
    : {
        title: days === 1 ? `The key ${name} expires in a day` : `The key ${name} expires in seven days`,
        body: 'What uses it stops working then. Rotate it, or change its expiry, under Developers.',
      };

/**
 * Tells owners and admins seven days and one day before a key that is in use ends. Each is told once: the notice's key
 * holds the expiry, so a key that was prolonged is told of again. Gives how many keys are about to end.
 */
export const warnOfExpiringKeys = async (db: TenantDb): Promise<number> => {
  const rows = await db.sql<Row>`
    select k.id, k.name, k.expires_at, t.locale,
      case when k.expires_at < now() + interval '1 day' then 1 else 7 end as days
    from api_keys k join tenants t on t.id = k.tenant_id
    where k.tenant_id = ${db.tenant} and k.revoked_at is null
      and k.expires_at > now() and k.expires_at < now() + interval '7 days'`;
  for (const row of rows) {
    const id = formatId('key', row.id);
    await addNotification(db, {
      ...words(row),
      to: ['owner', 'admin'],
      level: 'warning',
      link: `/developers/keys?key=${id}`,
      runId: null,
      flowId: '',
      effectKey: `key-expiry:${id}:${row.expires_at.getTime()}:${row.days}`,
    });
  }
  return rows.length;
};
