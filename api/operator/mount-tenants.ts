import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { notFound } from '#api/frame/fail.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { findTenantId } from '#domain/tenants/find-tenant.ts';
import { operatorOf } from './operator-of.ts';

/** What operators do to a tenant's keys (docs/operations.md). The tenant is named by its slug. */
export function mountTenants(app: Express, services: FrameServices, deps: ApiDeps): void {
  const answer =
    (route: string, work: (tenantId: string, by: string) => Promise<object>) =>
    async (req: Request, res: Response): Promise<void> => {
      res.locals.route = route;
      try {
        const by = await operatorOf(deps, req.headers, req.ip ?? '', services.origins);
        const tenantId = await findTenantId(deps.database.admin, String(req.params.tenant));
        if (tenantId === null) throw notFound();
        res.json(await work(tenantId, by));
      } catch (thrown) {
        failRequest(req, res, thrown, services);
      }
    };
  app.post(
    '/operator/tenants/:tenant/rotate-keys',
    answer('/operator/rotate-keys', async (tenantId, by) => ({
      tenantId,
      key: await deps.operations.keys.rotate(tenantId, by),
    })),
  );
  app.post(
    '/operator/tenants/:tenant/erase',
    answer('/operator/erase', async (tenantId, by) => ({
      tenantId,
      ...(await deps.operations.eraseTenant(tenantId, by)),
    })),
  );
}
