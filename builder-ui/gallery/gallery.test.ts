import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import { cronChoice, cronOf } from './cron-choice.ts';
import { readDayOffset, writeDayOffset } from './day-offset.ts';
import type { Asked, SetupField } from './gallery-types.ts';
import { pictureOf } from './picture.ts';
import { missingIn, NOTHING_SAID, saidForTrial } from './said.ts';

test.each([
  ['0 10 * * *', { often: 'daily', time: '10:00' }],
  ['30 18 * * 1-6', { often: 'noSunday', time: '18:30' }],
  ['5 * * * *', { often: 'hourly', time: '00:05' }],
] as const)('%s is a choice, and the choice is that cron', (cron, choice) => {
  expect(cronChoice(cron)).toEqual(choice);
  expect(cronOf(choice)).toBe(cron);
});

test.each(['*/5 * * * *', '0 8-18 * * 1-6', '15 8,15 * * *', '@daily', '* * * * * *'])(
  '%s is written by hand',
  (cron) => {
    expect(cronChoice(cron).often).toBe('other');
  },
);

const field = (key: string, start: string) =>
  ({ key, title: key, help: key, kind: 'text' as const, example: `ex ${key}`, parts: [], start }) satisfies SetupField;
const asked: Asked = {
  needs: [{ key: 'mail', connector: 'smtp', purpose: '' }],
  setup: [field('a', ''), field('b', 'x')],
};

test('what is missing is counted; a trial is filled with examples', () => {
  expect(missingIn(asked, NOTHING_SAID)).toBe(2);
  expect(missingIn(asked, { values: { a: '1' }, connections: { mail: 'con_1' } })).toBe(0);
  expect(saidForTrial(asked, NOTHING_SAID)).toEqual({ values: { a: 'ex a', b: 'x' }, connections: { mail: 'mail' } });
});

test('a picture holds frames below what stands in them, and wires of those that are there', () => {
  const at = (x: number, y: number) => ({ position: { x, y } });
  const document = {
    language: 'trama/1',
    name: 'x',
    trigger: { type: 'api', config: {} },
    nodes: [
      { id: 'box', type: 'scope', config: {}, ...at(400, 0) },
      { id: 'mail', type: 'email.send', config: {}, parent: 'box', ...at(112, 64) },
    ],
    edges: [
      { from: 'trigger', to: 'box' },
      { from: 'box.each', to: 'mail' },
      { from: 'gone', to: 'mail' },
    ],
  } as unknown as FlowDocument;
  const { boxes, wires, width } = pictureOf(document);
  expect(boxes.map(({ id, group, isFrame }) => [id, group, isFrame])).toEqual([
    ['box', 'flow', true],
    ['trigger', 'trigger', false],
    ['mail', 'message', false],
  ]);
  expect(boxes.every(({ x, y }) => x >= 0 && y >= 0)).toBe(true);
  expect(wires).toHaveLength(2);
  expect(width).toBe(boxes[0] && boxes[0].x + boxes[0].width);
});

test.each([
  ['-P3D', { days: 3, side: 'before' }],
  ['P0D', { days: 0, side: 'on' }],
  ['P10D', { days: 10, side: 'after' }],
  ['P1W', null],
] as const)('%s is so many days before or after a day, or another span', (text, offset) => {
  expect(readDayOffset(text)).toEqual(offset);
  if (offset) expect(writeDayOffset(offset)).toBe(text);
});
