import type { Express, Request, Response } from 'express';
import { decide, deciderOf } from '#api/approvals/decide.ts';
import { authenticate } from '#api/auth/authenticate.ts';
import type { ApiDeps } from '#api/deps.ts';
import { asTramaError } from '#api/frame/as-trama-error.ts';
import { asLocale, localeOf } from '#api/frame/locale.ts';
import { said } from '#api/frame/problem-details.ts';
import { readBytes } from '#api/frame/read-body.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import type { ApprovalView } from '#domain/approvals/approval-view.ts';
import type { Decider, Decision } from '#domain/approvals/decide-approval.ts';
import { approvalByToken, getApproval } from '#domain/approvals/list-approvals.ts';
import { getTenant, type Tenant } from '#domain/tenants/get-tenant.ts';
import type { TramaError } from '#flow/errors.ts';
import type { Locale } from '#flow/json.ts';
import { readFields } from './approval-fields.ts';
import { APPROVAL_HEADERS, approvalForm, approvalNotice } from './approval-page.ts';

interface Opened {
  tenant: Tenant;
  approval: ApprovalView;
}

async function open(deps: ApiDeps, token: string): Promise<Opened | null> {
  const found = await approvalByToken(deps.database.admin, token);
  if (!found) return null;
  return deps.database.withTenant(found.tenantId, async (db) => ({
    tenant: await getTenant(db),
    approval: await getApproval(db, found.approvalId),
  }));
}

/** Who sent the form: the link alone, or a person of this tenant who is signed in beside it. */
async function deciderBehind(deps: ApiDeps, req: Request, tenant: Tenant): Promise<Decider> {
  const caller = await authenticate(deps.database.admin, { cookie: req.headers.cookie }, req.ip ?? '').catch(
    () => null,
  );
  return caller && caller.tenant.id === tenant.id ? deciderOf(caller) : { kind: 'link' };
}

const isOver = ({ status, expiresAt }: ApprovalView, nowMs: number): boolean =>
  status !== 'open' || (expiresAt !== null && Date.parse(expiresAt) <= nowMs);

const shown = ({ tenant, approval }: Opened) => ({
  ...approval,
  tenantName: tenant.name,
  timezone: tenant.timezone,
});

interface Page {
  status: number;
  body: string;
}

async function show(deps: ApiDeps, req: Request, opened: Opened, locale: Locale): Promise<Page> {
  if (isOver(opened.approval, deps.now())) return { status: 409, body: approvalNotice('closed', locale) };
  const { assignees } = opened.approval;
  if (assignees.length > 0 && (await deciderBehind(deps, req, opened.tenant)).kind === 'link')
    return { status: 401, body: approvalNotice('signIn', locale) };
  return { status: 200, body: approvalForm(shown(opened), locale) };
}

/** What a form that was refused is answered with. */
function refusal(error: TramaError, opened: Opened, form: URLSearchParams, locale: Locale): Page | null {
  if (error.code === 'already_closed') return { status: 409, body: approvalNotice('closed', locale) };
  if (error.code === 'unauthorized' || error.code === 'forbidden')
    return { status: error.code === 'forbidden' ? 403 : 401, body: approvalNotice('signIn', locale) };
  if (error.code !== 'invalid') return null;
  const faults = said(error.errors ?? [], locale).map(
    ({ pointer, message }) => `${pointer.replace('/fields/', '')}: ${message}`,
  );
  const values = readFields(opened.approval.fields, form);
  const again = { values, comment: form.get('comment') ?? '', faults };
  return { status: 422, body: approvalForm(shown(opened), locale, again) };
}

async function answer(
  deps: ApiDeps,
  req: Request,
  form: URLSearchParams,
  opened: Opened,
  locale: Locale,
): Promise<Page> {
  const { tenant, approval } = opened;
  if (isOver(approval, deps.now())) return { status: 409, body: approvalNotice('closed', locale) };
  const asked = form.get('decision');
  if (asked !== 'approved' && asked !== 'rejected') return show(deps, req, opened, locale);
  const comment = form.get('comment')?.trim().slice(0, 2_000) || null;
  const given: Decision = { decision: asked, comment, fields: readFields(approval.fields, form) };
  try {
    const by = await deciderBehind(deps, req, tenant);
    await decide(deps, tenant.id, approval.id, given, by);
    return { status: 200, body: approvalNotice(asked, locale) };
  } catch (thrown) {
    const page = refusal(asTramaError(thrown), opened, form, locale);
    if (!page) throw thrown;
    return page;
  }
}

/** The page behind an approval's link. GET decides nothing: whoever scans links may open it. */
export function mountApprovalPage(app: Express, services: FrameServices, deps: ApiDeps): void {
  const page = async (req: Request, res: Response) => {
    res.locals.route = '/a';
    res.set(APPROVAL_HEADERS);
    const asked = req.get('accept-language');
    try {
      const opened = await open(deps, String(req.params.token));
      const locale = asked ? localeOf(asked) : asLocale(opened?.tenant.locale);
      const form = req.method === 'POST' ? (await readBytes(req, res, 256 * 1024)).toString('utf8') : null;
      if (!opened) return void res.status(404).send(approvalNotice('missing', locale));
      const { status, body } =
        form === null
          ? await show(deps, req, opened, locale)
          : await answer(deps, req, new URLSearchParams(form), opened, locale);
      res.status(status).send(body);
    } catch (thrown) {
      failRequest(req, res, thrown, services);
    }
  };
  app.get('/a/:token', page);
  app.post('/a/:token', page);
}
