/** Bytes with what they were first called. */
export interface FileContent {
  bytes: Uint8Array;
  name: string;
  type: string;
}

/** Begins what is closed; a plain file that began so would have been made to. */
const MAGIC = Buffer.from('TRAMA\u0001file\u0001');

/** Length and JSON of what a file is called, then its bytes. */
export const packFile = ({ bytes, name, type }: FileContent): Uint8Array => {
  const about = Buffer.from(JSON.stringify({ name, type }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(about.length);
  return Buffer.concat([length, about, bytes]);
};

export const unpackFile = (packed: Uint8Array): FileContent => {
  const buffer = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const start = 4 + buffer.readUInt32BE(0);
  const { name, type } = JSON.parse(buffer.subarray(4, start).toString()) as { name: string; type: string };
  return { bytes: buffer.subarray(start), name, type };
};

/** Names the key before what it closed. */
export const withKeyId = (keyId: string, sealed: Uint8Array): Uint8Array =>
  Buffer.concat([MAGIC, Buffer.of(keyId.length), Buffer.from(keyId), sealed]);

export const withoutKeyId = (stored: Uint8Array): { keyId: string; sealed: Uint8Array } | { plain: Uint8Array } => {
  const buffer = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  if (!buffer.subarray(0, MAGIC.length).equals(MAGIC)) return { plain: stored };
  const start = MAGIC.length + 1;
  const end = start + (buffer[MAGIC.length] ?? 0);
  return { keyId: buffer.subarray(start, end).toString(), sealed: buffer.subarray(end) };
};
