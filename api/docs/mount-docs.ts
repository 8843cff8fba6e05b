import { createRequire } from 'node:module';
import path from 'node:path';
import type { Express, Request, Response } from 'express';
import { openApi } from '#api/frame/openapi.ts';
import type { Route } from '#api/frame/route.ts';
import { DOCS_PAGE, INIT_SCRIPT, PAGE_STYLE, SCHEME_SCRIPT } from './docs-page.ts';
import { type ApiDocument, postmanCollection } from './postman.ts';

// Scripts from us alone; the style attributes that Swagger UI writes are all that is let in beside.
const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** Null where the package was left out of an image: the page then only leads to the document. */
function playgroundFolder(): string | null {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  } catch {
    return null;
  }
}

/** `/v1/openapi.json`, the same as a Postman collection, and as `/docs`: readable, with a playground. */
export function mountDocs(app: Express, routes: readonly Route[], version: string, publicUrl: string | null): void {
  const described = openApi(routes, version);
  const document = JSON.stringify(described);
  app.get('/v1/openapi.json', (_req: Request, res: Response) => {
    res.locals.route = '/v1/openapi.json';
    res.set({ 'Cache-Control': 'no-cache', 'Access-Control-Allow-Origin': '*' });
    res.type('application/json').send(document);
  });
  app.get('/v1/postman.json', (req: Request, res: Response) => {
    res.locals.route = '/v1/postman.json';
    const origin = publicUrl ?? `${req.protocol}://${req.get('host') ?? 'localhost'}`;
    res.set({ 'Cache-Control': 'no-cache', 'Access-Control-Allow-Origin': '*' });
    // Erasure: the document is what we wrote ourselves a few lines above.
    res.json(postmanCollection(described as unknown as ApiDocument, origin));
  });
  const page = (type: string, body: string) => (_req: Request, res: Response) => {
    res.locals.route = '/docs';
    res.set({ 'Content-Security-Policy': CSP, 'Cache-Control': 'no-cache' }).type(type).send(body);
  };
  app.get('/docs', page('html', DOCS_PAGE));
  app.get('/docs/scheme.js', page('js', SCHEME_SCRIPT));
  app.get('/docs/init.js', page('js', INIT_SCRIPT));
  app.get('/docs/page.css', page('css', PAGE_STYLE));
  const folder = playgroundFolder();
  if (folder === null) return;
  for (const file of FILES) {
    app.get(`/docs/${file}`, (_req: Request, res: Response) => {
      res.locals.route = '/docs';
      res.sendFile(file, { root: folder, maxAge: '1d', dotfiles: 'deny' });
    });
  }
}
