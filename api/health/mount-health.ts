import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import type { ApiMetrics } from '#api/metrics.ts';
import { outside } from '#config/outside-calls.ts';
import { readiness } from './readiness.ts';

/** Of those whom the product calls by itself: told, and no reason to be taken out of service. */
const left = (states: ReturnType<typeof outside.states>): Record<string, string> =>
  Object.fromEntries(states.map(({ name, state }) => [name, state]));

/** `/healthz`: this process answers. `/readyz`: all that it needs does, by name. `/metrics`: Prometheus. */
export function mountHealth(app: Express, deps: ApiDeps, metrics: ApiMetrics): void {
  app.get('/healthz', (_req: Request, res: Response) => {
    res.locals.route = 'health';
    res.set('Cache-Control', 'no-store').json({ status: 'ok', version: deps.settings.version });
  });
  app.get('/readyz', async (_req: Request, res: Response) => {
    res.locals.route = 'health';
    const ping = async () => void (await deps.database.admin.sql`select 1`);
    const ready = await readiness(ping, () => deps.dispatch.health());
    if (ready.status !== 'ready') res.set('Retry-After', '2');
    res.set('Cache-Control', 'no-store');
    res.status(ready.status === 'ready' ? 200 : 503).json({ ...ready, outside: left(outside.states()) });
  });
  app.get('/metrics', async (_req: Request, res: Response) => {
    res.locals.route = 'health';
    await deps.dispatch.backlog().then(
      (backlog) => metrics.tell(backlog),
      () => metrics.tellNothing(),
    );
    res
      .set('Cache-Control', 'no-store')
      .type(metrics.registry.contentType)
      .send(await metrics.registry.metrics());
  });
}
