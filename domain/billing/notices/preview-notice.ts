import { failure } from '#flow/errors.ts';
import type { Locale } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { logOperator } from '../../access/block.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { checkWords, fillWords } from './fill-words.ts';
import { EXAMPLE } from './notice-list.ts';
import { noticeNamed, wordsOf } from './notice-texts.ts';
import type { NoticeWords } from './notice-words.ts';
import { renderLetter } from './render-letter.ts';

interface Ask {
  notice: string;
  locale: Locale;
  /** Words that nobody saved yet; missing: those that count. */
  words?: NoticeWords | undefined;
  pagesUrl: string;
}

/** With values of an example. */
export interface NoticePreview {
  subject: string;
  html: string;
  text: string;
  /** Inside the product. */
  short: string;
}

const TIMEZONE = 'America/Sao_Paulo';

/** How a notice looks. @throws `not_found`, `invalid` where the given words do not fit it (`checkWords`) */
export const previewNotice = async (admin: Pick<AdminDb, 'sql'>, ask: Ask): Promise<NoticePreview> => {
  const notice = noticeNamed(ask.notice);
  if (ask.words) checkWords(notice, ask.words);
  const words = ask.words ?? (await wordsOf(admin.sql, notice, ask.locale));
  const reader = { locale: ask.locale, timezone: TIMEZONE };
  const account = String(EXAMPLE.account);
  const letter = await renderLetter({ notice, words, data: EXAMPLE, reader, account, pagesUrl: ask.pagesUrl });
  return { ...letter, short: fillWords(notice, words, EXAMPLE, reader).short };
};

const notTaken = (cause: unknown) =>
  failure('unavailable', 'O servidor de e-mail não aceitou a mensagem.', 'The mail server did not take the message.', {
    cause,
  });

/** Mails a preview to an operator, marked as a test. @throws as `previewNotice`, `unavailable` where the mail server does not take it */
export const sendTestNotice = async (
  { admin, mail }: { admin: Pick<AdminDb, 'sql'>; mail: Pick<Mailer, 'send'> },
  ask: Ask & { to: string; by: string },
): Promise<void> => {
  const { subject, html, text } = await previewNotice(admin, ask);
  const mark = ask.locale === 'en' ? '[Test]' : '[Teste]';
  await mail.send({ to: ask.to, subject: `${mark} ${subject}`, html, text }).catch((error: unknown) => {
    throw notTaken(error);
  });
  const target = `${ask.notice}/${ask.locale}`;
  await logOperator(admin.sql, { actor: ask.by, action: 'notice.test', target, data: {} });
};
