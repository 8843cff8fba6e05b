import type { NextFunction, Request, Response } from 'express';
import type { FrameServices } from './services.ts';

/**
 * One line and one measurement a request, by the route's pattern: addresses hold tokens and names of people, and
 * bodies and headers hold secrets, so none of them is written.
 */
export const accessLog =
  (services: FrameServices) =>
  (req: Request, res: Response, next: NextFunction): void => {
    const began = performance.now();
    const { socket } = req;
    const before = socket.bytesWritten;
    res.on('close', () => {
      const ms = Math.round((performance.now() - began) * 10) / 10;
      const route = String(res.locals.route ?? 'unknown');
      const { statusCode: status } = res;
      const { traceId, tenantId } = res.locals;
      services.observe({ method: req.method, route, status, ms });
      services.called?.(req, res, { ms, sent: socket.bytesWritten - before });
      const level = status >= 500 ? 'warn' : route === 'health' ? 'trace' : 'debug';
      services.log[level](
        { method: req.method, route, status, ms, traceId, tenantId, sent: res.writableFinished },
        'request',
      );
    });
    next();
  };
