import type { Locale } from '#flow/json.ts';
import type { Letter } from '../../mail/mailer.ts';
import { fillWords, type NoticeData } from './fill-words.ts';
import type { Reader } from './format-value.ts';
import { type NoticeName, specOf } from './notice-list.ts';
import type { NoticeWords } from './notice-words.ts';

export interface LetterAsk {
  notice: NoticeName;
  words: NoticeWords;
  data: NoticeData;
  reader: Reader;
  /** The tenant's name. */
  account: string;
  /** Where people reach the pages, no slash at the end. */
  pagesUrl: string;
}

const whyOf = (account: string, locale: Locale): string =>
  locale === 'en'
    ? `You get this message because you look after the account ${account} on Trama.`
    : `Você recebe esta mensagem porque cuida da conta ${account} na Trama.`;

/** The letter of a notice, as HTML and as plain text; to whom is for the caller to say. */
export const renderLetter = async (ask: LetterAsk): Promise<Required<Pick<Letter, 'subject' | 'text' | 'html'>>> => {
  const { notice, words, data, reader, account, pagesUrl } = ask;
  const filled = fillWords(notice, words, { ...data, account }, reader);
  const url = `${pagesUrl}${specOf(notice).link}`;
  const why = whyOf(account, reader.locale);
  // Most processes never write one.
  const [{ render }, { createElement }, { NoticeEmail }] = await Promise.all([
    import('@react-email/render'),
    import('react'),
    import('./letter.tsx'),
  ]);
  const html = await render(createElement(NoticeEmail, { ...filled, locale: reader.locale, url, why }));
  const paragraphs = filled.paragraphs.map(({ text }) => text);
  const text = [...paragraphs, `${filled.button}:\n${url}`, `-- \n${why}`].join('\n\n');
  return { subject: filled.subject, text, html };
};
