import { expect, test } from 'vitest';
import { readUpdate } from './read-update.ts';

const chat = { id: -100, type: 'supergroup', title: 'Oficina' };
const from = { id: 5, is_bot: false, first_name: 'Ana', username: 'ana' };
const message = (more: object) => ({
  update_id: 9,
  message: { message_id: 3, date: 1_700_000_000, chat, from, ...more },
});
const dataOf = (update: object) => readUpdate(JSON.parse(JSON.stringify(update))).message?.data;

test('a message says who wrote what, where and when', () => {
  const { externalId, message: read } = readUpdate(message({ text: 'oi' }));
  expect([externalId, read?.chat, read?.title, read?.contact]).toEqual(['9', '-100', 'Oficina', null]);
  expect(read?.data).toMatchObject({
    ...{ id: '3', kind: 'text', text: 'oi', sentAt: '2023-11-14T22:13:20.000Z', replyTo: null },
    from: { id: '5', name: 'Ana', username: 'ana', language: null },
    chat: { id: '-100', type: 'supergroup', title: 'Oficina' },
  });
});

test.each([
  [
    {
      photo: [
        { file_id: 's', width: 90 },
        { file_id: 'l', width: 900, file_size: 7 },
      ],
      caption: 'Veja',
    },
    'photo',
    'l',
    'image/jpeg',
  ],
  [
    { document: { file_id: 'd', file_name: 'nota.pdf', mime_type: 'application/pdf' } },
    'document',
    'd',
    'application/pdf',
  ],
  [{ voice: { file_id: 'v', mime_type: 'audio/ogg' } }, 'voice', 'v', 'audio/ogg'],
  [{ sticker: { file_id: 'k', width: 1 } }, 'sticker', 'k', null],
])('media %j', (more, kind, fileId, type) => {
  expect(dataOf(message(more))).toMatchObject({
    kind: 'media',
    media: { kind, fileId, type },
    text: 'caption' in more ? 'Veja' : '',
  });
});

test('a place and a card are values', () => {
  expect(dataOf(message({ location: { latitude: 1.5, longitude: -2 } }))).toMatchObject({
    kind: 'location',
    location: { latitude: 1.5, longitude: -2 },
  });
  expect(dataOf(message({ contact: { phone_number: '+55', first_name: 'Bia' } }))).toMatchObject({
    kind: 'contact',
    contact: { phone: '+55', name: 'Bia' },
  });
});

test('a press says what stands on the button, and whose question it answers', () => {
  const data = `ask/${'a'.repeat(16)}/2`;
  const markup = {
    inline_keyboard: [[{ text: 'Óleo', callback_data: 'x' }], [{ text: 'Freio', callback_data: data }]],
  };
  const press = {
    update_id: 1,
    callback_query: { id: 'c', from, data, message: { message_id: 3, chat, reply_markup: markup } },
  };
  expect(readUpdate(press)).toMatchObject({
    callback: 'c',
    message: {
      press: { tag: 'a'.repeat(16) },
      data: { kind: 'button', text: 'Freio', button: { data, callback: 'c', messageId: 3 } },
    },
  });
  const bare = { update_id: 1, callback_query: { id: 'c', from, data, message: { chat } } };
  expect(readUpdate(bare).message?.data.text).toBe('2');
  const own = { update_id: 1, callback_query: { id: 'c', from, data: 'pagar', message: { message_id: 3, chat } } };
  expect(readUpdate(own).message).toMatchObject({ press: null, data: { text: 'pagar' } });
});

test('a group that moved says where; anything else is kept as it came', () => {
  expect(readUpdate(message({ migrate_to_chat_id: -1001 }))).toMatchObject({
    moved: { from: '-100', to: '-1001' },
    message: null,
  });
  for (const odd of [{ update_id: 4 }, { update_id: 4, message: { text: 1 } }, { update_id: 4, poll: {} }])
    expect(readUpdate(odd as never)).toMatchObject({
      externalId: '4',
      raw: odd,
      message: null,
      callback: null,
      moved: null,
    });
});

test('instants that no clock shows are none', () => {
  expect(dataOf({ update_id: 1, message: { message_id: 1, chat, date: 1e300 } })).toMatchObject({ sentAt: null });
});
