import { PassThrough, pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { failure, type TramaError } from '#flow/errors.ts';

/** What we can undo, best first. */
export const ACCEPT_ENCODING = 'br, gzip, deflate';

/**
 * Reads a body to its end, decompressed, and fails with `too_large` as soon as either form of it passes `maxBytes`: the
 * announced length, the bytes on the wire, or what they unfold to. `wire` is destroyed then, and with it the socket.
 */
export const readBody = async (
  wire: Readable,
  headers: Record<string, string>,
  maxBytes: number,
): Promise<Uint8Array> => {
  try {
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    if (coding === 'identity' || coding === '') return await collect(wire, maxBytes);
    const unfold = decoder(coding);
    // pipeline carries the wire's failure over to the decoder, which is what collect listens to.
    return await collect(
      pipeline(wire, limit(maxBytes), unfold, () => {}),
      maxBytes,
    );
  } catch (error) {
    wire.on('error', () => {});
    wire.destroy();
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string' && /^(Z_|ERR_.*BROTLI|ERR__ERROR|ERR_PADDING|ERR_DISTANCE)/.test(code))
      throw failure('bad_output', 'A resposta comprimida está danificada.', 'The compressed answer is damaged.', {
        cause: error,
      });
    throw error;
  }
};

const collect = async (body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** A body piece by piece, cut with `too_large`; `fault` puts what goes wrong into words, `done` hears of its end. */
export async function* pieces(
  body: Readable,
  maxBytes: number,
  fault: (error: unknown) => unknown,
  done: () => void,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw fault(error);
  } finally {
    done();
    body.on('error', () => {}).destroy();
  }
}

const limit = (maxBytes: number): Transform => {
  let size = 0;
  const counting = new PassThrough();
  counting._transform = (chunk: Uint8Array, _encoding, done) => {
    size += chunk.length;
    done(size > maxBytes ? tooLarge(maxBytes) : null, chunk);
  };
  return counting;
};

const decoder = (coding: string): Transform => {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return inflate();
    default:
      throw failure(
        'bad_output',
        `A resposta veio comprimida em "${coding}", que não foi pedido.`,
        `The answer is coded as "${coding}", which was not asked for.`,
      );
  }
};

/** `deflate` is the zlib format by the standard and raw deflate from some servers: the first byte tells. */
const inflate = (): Transform => {
  const choose = new PassThrough();
  let chosen: Transform | null = null;
  choose._transform = (chunk: Buffer, _encoding, done) => {
    if (!chosen) {
      chosen = ((chunk[0] ?? 0) & 0x0f) === 0x08 ? createInflate() : createInflateRaw();
      chosen.on('data', (part) => choose.push(part));
      chosen.on('error', (error) => choose.destroy(error));
    }
    chosen.write(chunk, done);
  };
  choose._flush = (done) => {
    if (!chosen) return done();
    chosen.once('end', () => done());
    chosen.end();
  };
  return choose;
};

const tooLarge = (maxBytes: number): TramaError =>
  failure('too_large', `A resposta passa de ${maxBytes} bytes.`, `The answer is larger than ${maxBytes} bytes.`, {
    details: { maxBytes },
  });
