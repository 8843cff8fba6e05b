import { expect, test } from 'vitest';
import { readBlock, readEvents } from './read-events.ts';

test('blocks are read by the standard: several lines of data, pauses, words that say nothing', () => {
  expect(readBlock('id: 3\nevent: step\ndata: {"n":\ndata: 1}')).toEqual({
    event: { event: 'step', data: { n: 1 }, id: '3' },
  });
  expect(readBlock('data:plain')).toEqual({ event: { event: 'message', data: 'plain', id: null } });
  expect(readBlock(': still here')).toEqual({});
  expect(readBlock('retry: 2000')).toEqual({ retryMs: 2000 });
});

test('blocks are whole however the line cuts them, and a silent line is given up', async () => {
  const pieces = ['event: a\r\nda', 'ta: "é"\n\neve', 'nt: b\ndata: 2\n\n'].map((text) =>
    new TextEncoder().encode(text),
  );
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else return new Promise(() => {});
    },
  });
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const { event } of readEvents(new Response(body), 20)) seen.push(event?.data);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'timed_out' });
  expect(seen).toEqual(['é', 2]);
});
