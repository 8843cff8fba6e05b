import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { readBytes } from '#api/frame/read-body.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { validate } from '#api/frame/validate.ts';
import { fail } from '../frame/fail.ts';
import { operatorOf } from './operator-of.ts';

const BODY_LIMIT = 4_096;
const Master = z.strictObject({ to: z.string().max(200).optional() });
const Dropped = z.strictObject({ id: z.string().max(200) });

const bodyOf = async <T extends z.ZodType>(schema: T, req: Request, res: Response): Promise<z.output<T>> => {
  const text = (await readBytes(req, res, BODY_LIMIT)).toString('utf8');
  try {
    return validate(schema, text === '' ? {} : JSON.parse(text), 'body', 'en');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw fail('malformed', 'O corpo não é JSON.', 'The body is not JSON.', { cause: error });
  }
};

/** What operators do to master and data keys (docs/operations.md). Answers name keys and never hold one. */
export function mountKeys(app: Express, services: FrameServices, deps: ApiDeps): void {
  const answer =
    (route: string, work: (by: string, req: Request, res: Response) => Promise<object>) =>
    async (req: Request, res: Response): Promise<void> => {
      res.locals.route = route;
      res.set('Cache-Control', 'no-store');
      try {
        res.json(await work(await operatorOf(deps, req.headers, req.ip ?? '', services.origins), req, res));
      } catch (thrown) {
        failRequest(req, res, thrown, services);
      }
    };
  app.get(
    '/operator/keys',
    answer('/operator/keys', () => deps.operations.masterKeys.view()),
  );
  app.post(
    '/operator/keys/rotate-master',
    answer('/operator/keys/rotate-master', async (by, req, res) =>
      deps.operations.masterKeys.rotateMaster(by, (await bodyOf(Master, req, res)).to),
    ),
  );
  app.post(
    '/operator/keys/rotate-tenants',
    answer('/operator/keys/rotate-tenants', (by) => deps.operations.masterKeys.rotateTenants(by)),
  );
  app.post(
    '/operator/keys/cancel-rotation',
    answer('/operator/keys/cancel-rotation', (by) => deps.operations.masterKeys.cancelRotation(by)),
  );
  app.post(
    '/operator/keys/drop-master',
    answer('/operator/keys/drop-master', async (by, req, res) =>
      deps.operations.masterKeys.dropMaster(by, (await bodyOf(Dropped, req, res)).id),
    ),
  );
}
