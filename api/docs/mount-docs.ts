import { createRequire } from 'node:module';
import path from 'node:path';
import type { Express, Request, Response } from 'express';
import { openApi } from '#api/frame/openapi.ts';
import type { Route } from '#api/frame/route.ts';

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

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trama API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<header>
<h1>Trama API</h1>
<p>Send <code>Authorization: Bearer trm_…</code>, or sign in to the builder in this browser and try the calls here: they run for real, in your own workspace.
Errors are <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> documents with a <code>code</code> that never changes. Lists take <code>cursor</code> and <code>limit</code>.
POSTs that create take an <code>Idempotency-Key</code>. The document behind this page: <a href="/v1/openapi.json">/v1/openapi.json</a>.</p>
</header>
<main id="docs"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/init.js"></script>
</body>
</html>
`;

const INIT = `window.ui = SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

const STYLE = `body { margin: 0; background: #fff; }
header { max-width: 1420px; margin: 0 auto; padding: 24px 20px 0; font: 15px/1.6 system-ui, sans-serif; color: #1f2937; }
header h1 { font-size: 24px; margin: 0 0 8px; }
header code { background: #f3f4f6; border-radius: 4px; padding: 1px 5px; }
.swagger-ui .information-container { display: none; }
`;

const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

/** Null where the package was left out of an image: the page then only leads to the document. */
function playgroundFolder(): string | null {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  } catch {
    return null;
  }
}

/** `/v1/openapi.json`, and `/docs`: the same document, readable, with a playground. */
export function mountDocs(app: Express, routes: readonly Route[], version: string): void {
  const document = JSON.stringify(openApi(routes, version));
  app.get('/v1/openapi.json', (_req: Request, res: Response) => {
    res.locals.route = '/v1/openapi.json';
    res.set({ 'Cache-Control': 'no-cache', 'Access-Control-Allow-Origin': '*' });
    res.type('application/json').send(document);
  });
  const page = (type: string, body: string) => (_req: Request, res: Response) => {
    res.locals.route = '/docs';
    res.set({ 'Content-Security-Policy': CSP, 'Cache-Control': 'no-cache' }).type(type).send(body);
  };
  app.get('/docs', page('html', PAGE));
  app.get('/docs/init.js', page('js', INIT));
  app.get('/docs/page.css', page('css', STYLE));
  const folder = playgroundFolder();
  if (folder === null) return;
  for (const file of FILES) {
    app.get(`/docs/${file}`, (_req: Request, res: Response) => {
      res.locals.route = '/docs';
      res.sendFile(file, { root: folder, maxAge: '1d', dotfiles: 'deny' });
    });
  }
}
