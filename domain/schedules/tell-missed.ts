import { inLocale, localeOf, type Text } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { getTenant } from '../tenants/get-tenant.ts';

/** Firings of one flow that were not made up for; times are ISO 8601 UTC. */
export interface Missed {
  flowId: string;
  name: string;
  count: number;
  first: string;
  last: string;
}

/** Who can do something about it; who only looks on is left alone. */
const WHO = ['owner', 'admin', 'editor', 'operator'];
const MOST_NAME = 80;

/** A notice to the tenant's people, in its language and its time; once for the same gap. */
export async function tellMissed(db: TenantDb, { flowId, name, count, first, last }: Missed): Promise<void> {
  const tenant = await getTenant(db);
  const locale = localeOf(tenant);
  const show = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: tenant.timezone });
  const [from, to] = [first, last].map((at) => show.format(new Date(at)));
  const texts: { title: Text; body: Text } =
    count === 1
      ? {
          title: { pt: 'Um horário passou sem execução', en: 'A scheduled time passed without a run' },
          body: {
            pt: `O fluxo não rodou em ${from}, e não vai mais rodar por esse horário.`,
            en: `The flow did not run at ${from}, and will not make up for it.`,
          },
        }
      : {
          title: { pt: `${count} horários passaram sem execução`, en: `${count} scheduled times passed without a run` },
          body: {
            pt: `O fluxo não rodou entre ${from} e ${to}, e não vai mais rodar por esses horários.`,
            en: `The flow did not run between ${from} and ${to}, and will not make up for it.`,
          },
        };
  await addNotification(db, {
    to: WHO,
    title: `${name.slice(0, MOST_NAME)}: ${inLocale(texts.title, locale)}`,
    body: inLocale(texts.body, locale),
    level: 'warning',
    link: `/flows/${flowId}`,
    runId: null,
    flowId,
    effectKey: `schedule-missed/${flowId}/${first}`,
  });
}
