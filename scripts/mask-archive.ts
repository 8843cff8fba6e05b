import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { maskArchive } from '#domain/privacy/archive/mask-archive.ts';

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error('mask-archive <from.tar.gz> <to.tar.gz>');
const plain = createReadStream(from).pipe(createGunzip()) as AsyncIterable<Uint8Array>;
await pipeline(Readable.from(maskArchive(plain, randomBytes(32))), createWriteStream(to, { mode: 0o600 }));
