import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request } from 'express';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Below it, packing costs more than it saves. */
export const PACK_OVER = 4_096;

/** Brotli wherever it is taken: clients name it last, as a matter of habit. Null: neither. */
export const packingOf = (req: Pick<Request, 'acceptsEncodings'>): 'br' | 'gzip' | null => {
  if (req.acceptsEncodings('br')) return 'br';
  return req.acceptsEncodings('gzip') ? 'gzip' : null;
};

/** Quality of brotli: 4 costs about as much as gzip's and packs better; 10 is for what is packed once and kept. */
export const pack = async (
  content: Buffer | string,
  encoding: 'br' | 'gzip',
  effort: 'now' | 'once' = 'now',
): Promise<Buffer> => {
  if (encoding === 'gzip') return gzipped(content, { level: effort === 'now' ? 4 : 9 });
  const quality = effort === 'now' ? 4 : 10;
  return brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
};
