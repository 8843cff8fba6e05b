import type { Json, JsonObject, JsonSchema, Locale } from '#flow/json.ts';
import { fieldControls } from './approval-fields.ts';
import { Html, html } from './html.ts';

/** What the page shows of an approval. */
export interface ApprovalOnPage {
  tenantName: string;
  title: string;
  details: Json;
  fields: Record<string, JsonSchema>;
  expiresAt: string | null;
  /** IANA name. */
  timezone: string;
}

const TEXTS = {
  'pt-BR': {
    approve: 'Aprovar',
    reject: 'Recusar',
    comment: 'Comentário (opcional)',
    until: 'Responda até',
    closed: 'Esta aprovação já foi encerrada',
    closedHelp: 'Alguém já respondeu, ou o prazo passou. Nada mais precisa ser feito.',
    missing: 'Este endereço não vale',
    missingHelp: 'Confira se copiou o link inteiro.',
    signIn: 'Entre na sua conta para responder',
    signInHelp: 'Esta aprovação é de pessoas determinadas: entre, e ela aparece em Aprovações.',
    approved: 'Aprovado. Obrigado!',
    rejected: 'Recusado. Obrigado!',
    done: 'Sua resposta foi registrada. Você pode fechar esta página.',
    fix: 'Confira os campos:',
    open: 'Abrir o Trama',
  },
  en: {
    approve: 'Approve',
    reject: 'Reject',
    comment: 'Comment (optional)',
    until: 'Answer until',
    closed: 'This approval is already closed',
    closedHelp: 'Somebody has answered, or its time is over. There is nothing left to do.',
    missing: 'This address is not valid',
    missingHelp: 'Check that you copied the whole link.',
    signIn: 'Sign in to answer',
    signInHelp: 'This approval is for certain people: sign in, and it is under Approvals.',
    approved: 'Approved. Thank you!',
    rejected: 'Rejected. Thank you!',
    done: 'Your answer is recorded. You may close this page.',
    fix: 'Check the fields:',
    open: 'Open Trama',
  },
} as const;

const STYLE = `:root{color-scheme:light dark;--ground:#f6f8fa;--card:#fff;--text:#18212b;--soft:#5b6875;--line:#d5dce3;--good:#0f766e;--bad:#b42318}
@media (prefers-color-scheme:dark){:root{--ground:#11161c;--card:#1a2129;--text:#e8edf2;--soft:#9aa7b4;--line:#323c47;--good:#2dd4bf;--bad:#ff8a80}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 Inter,system-ui,sans-serif}
main{max-width:560px;margin:0 auto;padding:24px 16px 48px}.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px}
h1{font-size:22px;line-height:1.25;margin:0 0 12px}.from,small,.until{color:var(--soft);font-size:14px}.from{margin:0 0 8px}small{display:block}
dl{display:grid;grid-template-columns:minmax(0,auto) minmax(0,1fr);gap:4px 16px;margin:12px 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace;margin:12px 0}p.text{white-space:pre-wrap;overflow-wrap:anywhere}
label{display:block;margin:16px 0 4px;font-weight:600}input,select,textarea{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:10px;width:100%}
input[type=checkbox]{width:24px;height:24px}.actions{display:grid;grid-template-columns:1fr 1fr;gap:12px;margin-top:24px}
button{font:inherit;font-weight:600;border-radius:8px;padding:12px;border:1px solid var(--line);background:none;color:var(--bad);min-height:48px;cursor:pointer}
button[value=approved]{background:#0f766e;border-color:#0f766e;color:#fff}button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible{outline:3px solid var(--good);outline-offset:2px}
.faults{border-left:4px solid var(--bad);padding:4px 12px;margin:16px 0}a{color:var(--good)}`;

export const APPROVAL_HEADERS: Record<string, string> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
};

/** A page of one card, without anything from elsewhere. */
export const noticePage = (locale: Locale, title: string, body: Html): string =>
  html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${new Html(STYLE)}</style></head>
<body><main><div class="card">${body}</div></main></body>
</html>
`.text;

const plain = (value: Json): boolean => value === null || typeof value !== 'object';

/** Text as it is; an object of plain values as a list of them; anything else as JSON. */
function details(value: Json): Html | null {
  if (value === null || value === '') return null;
  if (plain(value)) return html`<p class="text">${value}</p>`;
  if (!Array.isArray(value) && typeof value === 'object' && Object.values(value).every(plain))
    return html`<dl>${Object.entries(value).map(([name, one]) => html`<dt>${name}</dt><dd>${one}</dd>`)}</dl>`;
  return html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
}

const when = (instant: string, timezone: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: timezone }).format(
    new Date(instant),
  );

/** The question, its fields, and two buttons. `again`: what was typed before, and what is wrong with it. */
export function approvalForm(
  approval: ApprovalOnPage,
  locale: Locale,
  again: { values: JsonObject; comment: string; faults: string[] } = { values: {}, comment: '', faults: [] },
): string {
  const texts = TEXTS[locale];
  const { title, tenantName, expiresAt, timezone, fields } = approval;
  const faults = again.faults.map((fault) => html`<div>${fault}</div>`);
  return noticePage(
    locale,
    title,
    html`<p class="from">${tenantName}</p><h1>${title}</h1>${details(approval.details)}${
      faults.length > 0 ? html`<div class="faults" role="alert"><strong>${texts.fix}</strong>${faults}</div>` : ''
    }<form method="post">${fieldControls(fields, again.values)}<label for="comment">${texts.comment}</label><textarea id="comment" name="comment" rows="2" maxlength="2000">${again.comment}</textarea><div class="actions"><button name="decision" value="rejected">${texts.reject}</button><button name="decision" value="approved">${texts.approve}</button></div></form>${
      expiresAt === null ? '' : html`<p class="until">${texts.until} ${when(expiresAt, timezone, locale)}</p>`
    }`,
  );
}

/** A page that only says something. */
export function approvalNotice(
  kind: 'closed' | 'missing' | 'signIn' | 'approved' | 'rejected',
  locale: Locale,
): string {
  const texts = TEXTS[locale];
  const help = {
    closed: texts.closedHelp,
    missing: texts.missingHelp,
    signIn: texts.signInHelp,
    approved: texts.done,
    rejected: texts.done,
  }[kind];
  const link = kind === 'signIn' ? html`<p><a href="/aprovacoes">${texts.open}</a></p>` : '';
  return noticePage(locale, texts[kind], html`<h1>${texts[kind]}</h1><p>${help}</p>${link}`);
}
