import type { Express, NextFunction, Request, Response } from 'express';
import type { TokenSigner } from '#domain/identity/tokens/token-signer.ts';

/** The public keys of our access tokens, for whoever checks one before it reaches us. */
export function mountJwks(app: Express, tokens: TokenSigner): void {
  app.get('/.well-known/jwks.json', (_req: Request, res: Response, next: NextFunction) => {
    res.locals.route = '/.well-known/jwks.json';
    tokens.jwks().then((keys) => {
      res.set({ 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' }).json(keys);
    }, next);
  });
}
