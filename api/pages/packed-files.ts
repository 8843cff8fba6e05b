import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NextFunction, Request, Response } from 'express';
import { PACK_OVER, pack, packingOf } from '#api/frame/compress.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
};

/**
 * Files whose names hold a hash of what is in them, packed once and kept in memory: brotli at its best takes long for a large
 * script, and every browser asks for the same. What is not there, too small, or of no type that packs, is left to whoever comes
 * next. `folder` is read as it is asked for; names are its own files' alone.
 */
export function packedFiles(folder: string) {
  const kept = new Map<string, Promise<Buffer | null>>();

  const packed = (file: string, encoding: 'br' | 'gzip'): Promise<Buffer | null> => {
    const name = `${encoding} ${file}`;
    const known = kept.get(name);
    if (known) return known;
    const made = readFile(file).then(
      (bytes) => (bytes.length < PACK_OVER ? null : pack(bytes, encoding, 'once')),
      () => null,
    );
    kept.set(name, made);
    // A name that is not there is not remembered: anybody may ask for any.
    void made.then((bytes) => bytes ?? kept.delete(name));
    return made;
  };

  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const type = TYPES[path.extname(req.path)];
    const encoding = packingOf(req);
    const isPlain = /^\/[\w.-]+$/.test(req.path);
    if (!type || !encoding || !isPlain || req.headers.range || (req.method !== 'GET' && req.method !== 'HEAD'))
      return next();
    const bytes = await packed(path.join(folder, req.path), encoding);
    if (bytes === null) return next();
    res.vary('Accept-Encoding');
    res.set({
      'Content-Type': type,
      'Content-Encoding': encoding,
      'Content-Length': String(bytes.length),
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    res.end(req.method === 'HEAD' ? undefined : bytes);
  };
}
