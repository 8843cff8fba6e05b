import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { HOOK_SECURITY_HEADERS } from '#api/hooks/hook-headers.ts';
import { fileHeaders } from './file-headers.ts';

/** Files behind the links of `files.link`: the link is the credential. */
export function mountFileLinks(app: Express, services: FrameServices, deps: ApiDeps): void {
  app.get(['/f/:token', '/f/:token/:name'], async (req: Request, res: Response) => {
    res.locals.route = '/f';
    try {
      const { tenantId, file, show, ...about } = await deps.files.links.open(String(req.params.token), deps.now());
      const { bytes } = await deps.files.store.open(tenantId, file);
      // `send` would add a charset and an ETag of its own.
      res.status(200).set(fileHeaders(about, show)).set('Content-Length', String(bytes.length)).end(bytes);
    } catch (thrown) {
      res.set(HOOK_SECURITY_HEADERS);
      failRequest(req, res, thrown, services);
    }
  });
}
