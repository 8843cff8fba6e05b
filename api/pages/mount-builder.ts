import { existsSync } from 'node:fs';
import path from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { packedFiles } from './packed-files.ts';

const NOT_BUILDER = /^\/(v1|hooks|a|docs|healthz|readyz|metrics)(\/|$)/;

const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      // The simulator runs `code` nodes in a QuickJS that is WebAssembly.
      'script-src': ["'self'", "'wasm-unsafe-eval'"],
      // Mantine and the canvas write style elements.
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'blob:', 'https:'],
      'font-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      'worker-src': ["'self'", 'blob:'],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    },
  },
  // Set where TLS ends, in production.
  strictTransportSecurity: false,
  crossOriginEmbedderPolicy: false,
});

/**
 * The built builder at `/`: its page for every address that is a page's, its files for good (their names hold a hash of
 * what is in them).
 */
export function mountBuilder(app: Express, folder: string | null): void {
  if (folder === null || !existsSync(path.join(folder, 'index.html'))) return;
  const isOurs = (req: Request) => (req.method === 'GET' || req.method === 'HEAD') && !NOT_BUILDER.test(req.path);
  app.use((req: Request, res: Response, next: NextFunction) => {
    if (!isOurs(req)) return next();
    res.locals.route = 'builder';
    headers(req, res, next);
  });
  app.use('/assets', packedFiles(path.join(folder, 'assets')));
  app.use('/assets', express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  app.use(express.static(folder, { index: false, maxAge: 0 }));
  app.use((req: Request, res: Response, next: NextFunction) => {
    // A file that is missing stays missing: its page must not come in its place.
    if (!isOurs(req) || path.extname(req.path) !== '' || !req.accepts('html')) return next();
    res.set('Cache-Control', 'no-cache');
    res.sendFile('index.html', { root: folder });
  });
}
