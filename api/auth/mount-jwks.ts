import type { Express, NextFunction, Request, Response } from 'express';
import type { TokenSigner } from '#domain/identity/tokens/token-signer.ts';
import { createLicenceSigner } from '#domain/licences/licence-signer.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** The public keys of our access tokens, for whoever checks one before it reaches us; and apart from them those of licences. */
export function mountJwks(app: Express, tokens: TokenSigner, { key }: Pick<Database, 'key'>): void {
  const show = (path: string, keys: () => Promise<unknown>) =>
    app.get(path, (_req: Request, res: Response, next: NextFunction) => {
      res.locals.route = path;
      keys().then((found) => {
        res.set({ 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' }).json(found);
      }, next);
    });
  show('/.well-known/jwks.json', () => tokens.jwks());
  show('/.well-known/trama-licences.json', () => createLicenceSigner(key).keys());
}
