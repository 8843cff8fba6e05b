import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Chance } from './chance.ts';
import { Link } from './link.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that says everything back, behind a wire. */
async function echo(): Promise<Link> {
  const server = net.createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const link = await Link.to((server.address() as AddressInfo).port);
  closing.push(
    () => link.close(),
    () => server.close(),
  );
  return link;
}

const talk = (link: Link): net.Socket => {
  const socket = net.connect(link.port, '127.0.0.1').setEncoding('utf8');
  closing.push(() => socket.destroy());
  return socket;
};

const ended = (socket: net.Socket): Promise<string> =>
  new Promise((resolve) => socket.once('error', () => resolve('broken')).once('close', () => resolve('closed')));

test('what goes in comes out in order, also when the wire becomes quick again', async () => {
  const link = await echo();
  const socket = talk(link);
  let heard = '';
  socket.on('data', (text) => (heard += String(text)));
  link.slow(150);
  const began = Date.now();
  for (const letter of 'abc') socket.write(letter);
  await expect.poll(() => heard, { timeout: 2_000 }).toBe('abc');
  expect(Date.now() - began).toBeGreaterThanOrEqual(280);
  socket.write('d');
  await new Promise((done) => setTimeout(done, 50));
  link.mend();
  socket.write('e');
  await expect.poll(() => heard, { timeout: 2_000 }).toBe('abcde');
});

test('a cut breaks what there is and lets nothing come about until it is mended', async () => {
  const link = await echo();
  const socket = talk(link);
  await new Promise((done) => socket.once('connect', done));
  const broken = ended(socket);
  await new Promise((done) => setTimeout(done, 50));
  link.cut();
  expect(await broken).toBe('broken');
  expect(await ended(talk(link))).toBe('broken');
  link.mend();
  const again = talk(link);
  again.write('x');
  expect(await new Promise((done) => again.once('data', done))).toBe('x');
});

test('the same seed gives the same chances', () => {
  const first = new Chance(7);
  const again = new Chance(7);
  const draw = (chance: Chance) => [chance.between(1, 6), chance.of({ a: 1, b: 3 }), chance.fork().between(0, 1_000)];
  const drawn = Array.from({ length: 20 }, () => draw(first));
  expect(Array.from({ length: 20 }, () => draw(again))).toEqual(drawn);
  expect(new Set(drawn.map(([die]) => die)).size).toBeGreaterThan(3);
});
