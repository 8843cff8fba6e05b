import { expect, test } from 'vitest';
import { EXAMPLE, NOTICE_NAMES, NOTICES } from './notice-list.ts';
import { renderLetter } from './render-letter.ts';
import { WORDS_EN } from './words-en.ts';
import { WORDS_PT } from './words-pt.ts';

const ask = { data: EXAMPLE, account: 'Zé & <i>filhos</i>', pagesUrl: 'https://t.example' };

test.each([
  ['pt-BR', WORDS_PT],
  ['en', WORDS_EN],
] as const)(
  'every letter in %s has its words, its link and its language, as HTML and as text',
  async (locale, words) => {
    const reader = { locale, timezone: 'America/Sao_Paulo' };
    for (const notice of NOTICE_NAMES) {
      const { subject, html, text } = await renderLetter({ ...ask, notice, words: words[notice], reader });
      const url = `https://t.example${NOTICES[notice].link}`;
      expect(html).toContain(`lang="${locale}"`);
      expect(html).toContain(`href="${url}"`);
      expect(text).toContain(`${words[notice].button}:\n${url}`);
      expect(subject).not.toMatch(/[\n{}]/);
      // What a tenant is called is letters, wherever it stands.
      expect(html).toContain('Zé &amp; &lt;i&gt;filhos&lt;/i&gt;');
      expect(html).not.toContain('<i>');
      expect(text).toContain('Zé & <i>filhos</i>');
    }
  },
);

test('paragraphs that are alike are both there', async () => {
  const words = { ...WORDS_EN.canceled, body: 'Again.\n\nAgain.' };
  const reader = { locale: 'en', timezone: 'UTC' } as const;
  const { html } = await renderLetter({ ...ask, notice: 'canceled', words, reader });
  // Beside the two, the line that lists of mail show.
  expect(html.match(/Again\./g)).toHaveLength(3);
});
