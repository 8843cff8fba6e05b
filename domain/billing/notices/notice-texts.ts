import { failure } from '#flow/errors.ts';
import type { Locale } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Query } from '#prisma/sql.ts';
import { logOperator } from '../../access/block.ts';
import { refuseStale, type Seen } from '../operators/refuse-stale.ts';
import { checkWords, placesOf } from './fill-words.ts';
import { isNotice, NOTICE_NAMES, type NoticeName, specOf } from './notice-list.ts';
import type { NoticeWords } from './notice-words.ts';
import { WORDS_EN } from './words-en.ts';
import { WORDS_PT } from './words-pt.ts';

/** The words of a notice in a language, as operators see them. */
export interface NoticeText {
  notice: NoticeName;
  locale: Locale;
  words: NoticeWords;
  /** The product's own. */
  standard: NoticeWords;
  /** Raised with each change; 0: nobody ever changed them. */
  revision: number;
  isEdited: boolean;
  /** Who wrote this version; null: the product. */
  by: string | null;
  at: string | null;
  /** What words may name: always there, and maybe missing. */
  places: { needs: string[]; may: string[] };
  channels: readonly string[];
}

interface Row {
  notice: string;
  locale: Locale;
  version: number;
  subject: string | null;
  body: string | null;
  button: string | null;
  short: string | null;
  by: string;
  at: Date;
}

const LOCALES = ['pt-BR', 'en'] as const;

const standardOf = (notice: NoticeName, locale: Locale): NoticeWords => (locale === 'en' ? WORDS_EN : WORDS_PT)[notice];

const wordsIn = (row: Row | undefined, standard: NoticeWords): NoticeWords => {
  if (!row || row.subject === null || row.body === null || row.short === null) return standard;
  return { subject: row.subject, body: row.body, button: row.button ?? standard.button, short: row.short };
};

/** The words that count now: the operators', else the product's own. In any transaction. */
export const wordsOf = async (sql: Query, notice: NoticeName, locale: Locale): Promise<NoticeWords> => {
  const [row] = await sql<Row>`
    select notice, locale, version, subject, body, button, short, by, at from notice_texts
    where notice = ${notice} and locale = ${locale} order by version desc limit 1`;
  return wordsIn(row, standardOf(notice, locale));
};

const viewOf = (notice: NoticeName, locale: Locale, row: Row | undefined): NoticeText => ({
  notice,
  locale,
  words: wordsIn(row, standardOf(notice, locale)),
  standard: standardOf(notice, locale),
  revision: row?.version ?? 0,
  isEdited: row !== undefined && row.subject !== null,
  by: row?.by ?? null,
  at: row?.at.toISOString() ?? null,
  places: placesOf(notice),
  channels: specOf(notice).channels,
});

/** Every notice in both languages, for operators. */
export const listNoticeTexts = async ({ sql }: AdminDb): Promise<NoticeText[]> => {
  const rows = await sql<Row>`
    select distinct on (notice, locale) notice, locale, version, subject, body, button, short, by, at
    from notice_texts order by notice, locale, version desc`;
  return NOTICE_NAMES.flatMap((notice) =>
    LOCALES.map((locale) =>
      viewOf(
        notice,
        locale,
        rows.find((row) => row.notice === notice && row.locale === locale),
      ),
    ),
  );
};

/** @throws `not_found` */
export const noticeNamed = (name: string): NoticeName => {
  if (isNotice(name)) return name;
  throw failure('not_found', 'Este aviso não existe.', 'There is no such notice.');
};

interface Edit extends Partial<Seen> {
  notice: string;
  locale: Locale;
  /** `operator:…` */
  by: string;
  /** Stands in the operators' log. */
  reason: string;
}

const add = (admin: AdminDb, { notice, locale, by, reason, seen = null }: Edit, words: NoticeWords | null) =>
  admin.transaction(async (sql) => {
    const name = noticeNamed(notice);
    // One writer at a time: the next version is counted.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`notice-text/${name}/${locale}`}, 0))`;
    const [last] = await sql<{ version: number }>`
      select version from notice_texts where notice = ${name} and locale = ${locale} order by version desc limit 1`;
    const version = (last?.version ?? 0) + 1;
    refuseStale({ seen }, version);
    const [row] = await sql<Row>`
      insert into notice_texts (notice, locale, version, subject, body, button, short, by)
      values (${name}, ${locale}, ${version}, ${words?.subject ?? null}, ${words?.body ?? null},
        ${words?.button ?? null}, ${words?.short ?? null}, ${by})
      returning notice, locale, version, subject, body, button, short, by, at`;
    const action = words === null ? 'notice.reset' : 'notice.edit';
    await logOperator(sql, { actor: by, action, target: `${name}/${locale}`, data: { version, reason } });
    return viewOf(name, locale, row);
  });

/** New words, for what is sent from now on. @throws `not_found`, `invalid` (`checkWords`), `stale` */
export const editNotice = async (admin: AdminDb, edit: Edit & { words: NoticeWords }): Promise<NoticeText> => {
  checkWords(noticeNamed(edit.notice), edit.words);
  return await add(admin, edit, edit.words);
};

/** The product's own words again; what was before stays as a version. @throws `not_found`, `stale` */
export const resetNotice = (admin: AdminDb, edit: Edit): Promise<NoticeText> => add(admin, edit, null);
