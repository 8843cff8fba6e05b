import type { Health } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

const sums = ({ hours }: Health) => ({
  ok: hours.reduce((sum, { succeeded }) => sum + succeeded, 0),
  bad: hours.reduce((sum, { failed }) => sum + failed, 0),
});

/** A column an hour, the newest last: how much of it arrived. */
export const HealthBar = ({ health, now }: { health: Health; now: number }) => {
  const t = useWebhookTexts();
  const { ok, bad } = sums(health);
  const hour = Math.floor(now / HOUR_MS);
  const byHour = new Map(health.hours.map((one) => [Math.floor(Date.parse(one.at) / HOUR_MS), one]));
  const columns = Array.from({ length: HOURS }, (_, i) => ({ at: hour - HOURS + 1 + i })).map(({ at }) => ({
    at,
    one: byHour.get(at),
  }));
  return (
    <span className="webhook-health" role="img" aria-label={t.healthSaid(ok, bad)}>
      {columns.map(({ at, one }) => {
        const all = (one?.succeeded ?? 0) + (one?.failed ?? 0);
        return (
          <i key={at}>
            {one && one.failed > 0 && <b data-look="bad" style={{ height: `${(100 * one.failed) / all}%` }} />}
            {one && one.succeeded > 0 && <b style={{ height: `${(100 * one.succeeded) / all}%` }} />}
          </i>
        );
      })}
    </span>
  );
};

/** The same in words. */
export const HealthWords = ({ health }: { health: Health }) => {
  const t = useWebhookTexts();
  const { ok, bad } = sums(health);
  const words = [ok + bad === 0 ? t.quiet : t.counts(ok, bad), health.open > 0 && t.open(health.open)];
  return <span>{words.filter(Boolean).join(' · ')}</span>;
};
