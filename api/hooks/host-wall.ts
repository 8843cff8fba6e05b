import type { NextFunction, Request, Response } from 'express';
import { notFound } from '#api/frame/fail.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { HOOK_SECURITY_HEADERS } from './hook-headers.ts';

const isHook = (path: string): boolean =>
  path === '/hooks' || path.startsWith('/hooks/') || path.startsWith('/f/') || path.startsWith('/telegram/');
/** Probes ask by address, not by name. */
const isProbe = (path: string): boolean => path === '/healthz' || path === '/readyz' || path === '/metrics';

/**
 * Where webhooks have a host of their own, they answer there alone, and nothing else does: what a flow answers can then
 * never stand on the origin that has the builder's cookies.
 */
export function hostWall(hooksUrl: string, services: FrameServices) {
  const { host } = new URL(hooksUrl);
  return (req: Request, res: Response, next: NextFunction): void => {
    if (isProbe(req.path) || isHook(req.path) === (req.get('host') === host)) return next();
    res.set(HOOK_SECURITY_HEADERS);
    failRequest(req, res, notFound(), services);
  };
}
