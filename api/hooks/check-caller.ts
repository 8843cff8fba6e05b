import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { WEBHOOK_PRESETS, type WebhookPreset } from '#connectors/webhook/connection.ts';
import { metaChallenge, verifyWebhook } from '#connectors/webhook/verify.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { Hook } from './find-hook.ts';
import type { HookAnswer } from './hook-answer.ts';
import type { HookCall } from './receive-hook.ts';

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

const refused = () =>
  fail('unauthorized', 'A assinatura ou o segredo não confere.', 'The signature or secret is wrong.');

/** What the trigger's connection knows; null where it is gone, or is of another kind. */
async function checkWith(deps: ApiDeps, { tenant, config }: Hook) {
  const { connection } = config.auth;
  if (connection === null) return null;
  try {
    const opened = await deps.database.withTenant(tenant.id, (db) => openConnection(db, connection));
    return opened.connector === 'webhook' ? opened : null;
  } catch (error) {
    if (error instanceof TramaError && error.code === 'missing_connection') return null;
    throw error;
  }
}

/** @throws `unauthorized` for a call that does not prove who sent it. */
export async function checkCaller(deps: ApiDeps, hook: Hook, call: HookCall): Promise<{ secretHeader: string | null }> {
  const { type } = hook.config.auth;
  if (type === 'none') return { secretHeader: null };
  const connection = await checkWith(deps, hook);
  const secret = text(connection?.secret.secret);
  if (!connection || secret === null) throw refused();
  const header = text(connection.config.header);
  const verdict = verifyWebhook({
    auth: type,
    secret,
    preset: WEBHOOK_PRESETS.find((one): one is WebhookPreset => one === connection.config.preset) ?? null,
    header,
    username: text(connection.config.username),
    rawBody: call.bytes,
    headers: call.headers,
    query: new URLSearchParams(call.search),
    nowMs: deps.now(),
  });
  if (!verdict.ok) {
    deps.log.info(
      { tenantId: hook.tenant.id, flowId: hook.flow.flowId, reason: verdict.reason },
      'a webhook was refused',
    );
    throw refused();
  }
  // In `header` the header is the secret itself; a signature opens nothing.
  return { secretHeader: type === 'header' ? header : null };
}

/** Meta asks once, by GET, if an address is ours; whatever method the flow listens to. */
export async function challengeAnswer(deps: ApiDeps, hook: Hook, call: HookCall): Promise<HookAnswer | null> {
  if (call.request.method !== 'GET' || hook.config.auth.type !== 'hmac' || !call.search.includes('hub.')) return null;
  const connection = await checkWith(deps, hook);
  const token = text(connection?.secret.verifyToken);
  const challenge = token === null ? null : metaChallenge(new URLSearchParams(call.search), token);
  return challenge === null ? null : { status: 200, headers: { 'content-type': 'text/plain' }, body: challenge };
}
