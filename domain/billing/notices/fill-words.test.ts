import { describe, expect, test } from 'vitest';
import type { Locale } from '#flow/json.ts';
import { checkData, checkWords, fillWords } from './fill-words.ts';
import { EXAMPLE, isNotice, NOTICE_NAMES, NOTICES } from './notice-list.ts';
import { WORDS_EN } from './words-en.ts';
import { WORDS_PT } from './words-pt.ts';

const reader = (locale: Locale = 'pt-BR') => ({ locale, timezone: 'America/Sao_Paulo' });
const LANGUAGES = [
  ['pt-BR', WORDS_PT],
  ['en', WORDS_EN],
] as const;

describe.each(LANGUAGES)('the words in %s', (locale, words) => {
  test.each(NOTICE_NAMES)('%s: its places are known, and it says something with every value and with none', (name) => {
    checkWords(name, words[name]);
    const full = fillWords(name, words[name], EXAMPLE, reader(locale));
    const needed = Object.fromEntries(
      Object.entries(EXAMPLE).filter(([field]) => field in NOTICES[name].needs || field === 'account'),
    );
    const bare = fillWords(name, words[name], needed, reader(locale));
    for (const { subject, paragraphs, short, button } of [full, bare]) {
      expect(paragraphs.length).toBeGreaterThan(0);
      const all = [subject, short, button, ...paragraphs.map(({ text }) => text)];
      for (const text of all) expect(text).toMatch(/\S/);
      for (const text of all) expect(text).not.toMatch(/[{}]|undefined|NaN|Invalid/);
    }
    expect(full.paragraphs.length).toBeGreaterThanOrEqual(bare.paragraphs.length);
  });
});

test.each(NOTICE_NAMES)('%s names the same values in both languages', (name) => {
  const named = ({ subject, body, short }: typeof WORDS_PT.changed) =>
    new Set([subject, body, short].join(' ').match(/\{\{[A-Za-z]+\}\}/g));
  expect(named(WORDS_PT[name])).toEqual(named(WORDS_EN[name]));
});

test('values are written as their reader writes them', () => {
  const filled = fillWords('subscribed', WORDS_PT.subscribed, EXAMPLE, reader());
  expect(filled.subject).toBe('Bem-vindo ao plano BUSINESS');
  expect(filled.paragraphs.map(({ text }) => text)).toContain('Recebemos R$ 297,00.');
  expect(filled.paragraphs.at(-1)?.text).toContain('22 de dezembro de 2026');
  const english = fillWords('subscribed', WORDS_EN.subscribed, EXAMPLE, reader('en'));
  expect(english.paragraphs.map(({ text }) => text)).toContain('We received R$297.00.');
  // 02:59 in Greenwich is still the day before in São Paulo.
  expect(fillWords('trial_started', WORDS_PT.trial_started, EXAMPLE, reader()).short).toContain('3 de dezembro');
  expect(fillWords('usage_full', WORDS_EN.usage_full, EXAMPLE, reader('en')).subject).toBe('Limit reached: messages');
});

test('what is missing takes its words along, and the subject has another way to say it', () => {
  const filled = fillWords('subscribed', WORDS_PT.subscribed, { account: 'Zé', amount: 0 }, reader());
  expect(filled.subject).toBe('Sua assinatura está ativa');
  expect(filled.paragraphs).toHaveLength(1);
  expect(filled.short).toBe('Obrigado por assinar!');
});

test('room for files is told in what people count it in', () => {
  const data = { ...EXAMPLE, feature: 'storage_bytes', used: 84 * 1024 ** 2, limit: 1.5 * 1024 ** 3 };
  const { paragraphs } = fillWords('usage_warning', WORDS_PT.usage_warning, data, reader());
  expect(paragraphs.map(({ text }) => text)).toContain('São 84 MB de 1,5 GB.');
});

test('a code stands by itself', () => {
  const { paragraphs } = fillWords('pix_waiting', WORDS_PT.pix_waiting, EXAMPLE, reader());
  expect(paragraphs.filter(({ isCode }) => isCode).map(({ text }) => text)).toEqual([EXAMPLE.code]);
});

test('values are no places: what a tenant is called cannot name another value', () => {
  const words = { subject: 'Olá {{account}}', body: '{{account}}', button: 'x', short: 'x' };
  const filled = fillWords('subscribed', words, { ...EXAMPLE, account: '{{amount}} <b>' }, reader());
  expect(filled.subject).toBe('Olá {{amount}} <b>');
});

test.each([
  [{ body: 'Olá {{amount}}' }, 'unknown_place', '/body'],
  [{ subject: 'Seu plano {{plan}}' }, 'may_be_empty', '/subject'],
  [{ body: 'a {{ }} b' }, 'malformed_place', '/body'],
  [{ body: 'a {{plan b' }, 'malformed_place', '/body'],
  [{ short: ' ' }, 'missing', '/short'],
  [{ button: 'x'.repeat(61) }, 'too_long', '/button'],
])('words of an operator %j are refused (%s)', (part, code, pointer) => {
  const words = { subject: 's', body: 'b', button: 'c', short: 'd', ...part };
  expect(() => checkWords('trial_ended', words)).toThrow(
    expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ code, pointer })] }),
  );
});

test('a notice without what it is about is refused; names are those of the list', () => {
  expect(() => checkData('pix_waiting', { code: 'x' })).toThrow(expect.objectContaining({ code: 'bad_value' }));
  expect(() => checkData('pix_waiting', { code: 'x', amount: 'much' })).toThrow();
  checkData('pix_waiting', { code: 'x', amount: 1 });
  expect([isNotice('downgraded'), isNotice('toString'), isNotice('')]).toEqual([true, false, false]);
});
