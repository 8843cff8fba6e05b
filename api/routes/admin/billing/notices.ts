import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { instant } from '#api/schemas/common.ts';
import { editNotice, listNoticeTexts, resetNotice } from '#domain/billing/notices/notice-texts.ts';
import { previewNotice, sendTestNotice } from '#domain/billing/notices/preview-notice.ts';
import { emailAddress } from '#domain/mail/email-address.ts';
import { IF_SEEN, onlyReason, reason, revision, tag } from './schemas.ts';

const locale = z.enum(['pt-BR', 'en']);
const params = z.object({ notice: z.string().max(60), locale });
const words = z.strictObject({
  subject: z.string().trim().min(1).max(1_000),
  body: z.string().trim().min(1).max(10_000),
  button: z.string().trim().max(100),
  short: z.string().trim().min(1).max(1_000),
});
const noticeText = z.object({
  notice: z.string(),
  locale,
  words,
  standard: words,
  revision,
  isEdited: z.boolean(),
  by: z.string().nullable(),
  at: instant.nullable(),
  places: z.object({ needs: z.array(z.string()), may: z.array(z.string()) }),
  channels: z.array(z.string()),
});

const listTexts = operatorRoute({
  method: 'get',
  path: '/admin/billing/notices',
  tag,
  summary: 'The words of all notices about plans, in both languages',
  output: { 200: z.object({ data: z.array(noticeText) }) },
  handle: async (_input, { database }) => ok({ data: await listNoticeTexts(database.admin) }),
});

const editText = operatorRoute({
  method: 'put',
  path: '/admin/billing/notices/{notice}/{locale}',
  tag,
  summary: 'Change the words of a notice, for what is sent from now on',
  description: IF_SEEN,
  params,
  body: z.strictObject({ words, reason }),
  output: { 200: noticeText },
  errors: ['not_found', 'invalid', 'stale'],
  handle: async ({ params: about, body, by, request }, { database }) => {
    const seen = revisionIn(request.header('if-match'));
    const text = await editNotice(database.admin, { ...about, ...body, by, seen });
    return ok(text, { ETag: etagOf(text.revision) });
  },
});

const resetText = operatorRoute({
  method: 'post',
  path: '/admin/billing/notices/{notice}/{locale}/reset',
  tag,
  summary: 'The product’s own words again',
  description: IF_SEEN,
  params,
  body: onlyReason,
  output: { 200: noticeText },
  errors: ['not_found', 'stale'],
  handle: async ({ params: about, body, by, request }, { database }) => {
    const seen = revisionIn(request.header('if-match'));
    const text = await resetNotice(database.admin, { ...about, ...body, by, seen });
    return ok(text, { ETag: etagOf(text.revision) });
  },
});

const previewText = operatorRoute({
  method: 'post',
  path: '/admin/billing/notices/{notice}/{locale}/preview',
  tag,
  summary: 'How a notice looks, with an example’s values',
  params,
  body: z.strictObject({ words: words.optional() }),
  output: { 200: z.object({ subject: z.string(), html: z.string(), text: z.string(), short: z.string() }) },
  errors: ['not_found', 'invalid'],
  handle: async ({ params: about, body }, { database, identity }) =>
    ok(await previewNotice(database.admin, { ...about, ...body, pagesUrl: identity.pagesUrl })),
});

const testText = operatorRoute({
  method: 'post',
  path: '/admin/billing/notices/{notice}/{locale}/test',
  tag,
  summary: 'Mail a notice to oneself, with an example’s values',
  params,
  body: z.strictObject({ to: emailAddress, words: words.optional() }),
  output: { 204: z.null() },
  errors: ['not_found', 'invalid', 'unavailable'],
  handle: async ({ params: about, body, by }, { database, identity }) => {
    const ask = { ...about, ...body, by, pagesUrl: identity.pagesUrl };
    await sendTestNotice({ admin: database.admin, mail: identity.mail }, ask);
    return noContent();
  },
});

export const noticeRoutes: readonly Route[] = [listTexts, editText, resetText, previewText, testText];
