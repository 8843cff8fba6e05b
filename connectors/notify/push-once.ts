import type { PushTarget } from '#flow/contracts/notifications.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import type { DialAnswer, DialRequest } from '../dialer.ts';
import { retryAfter } from '../http/retry-after.ts';

/** Seconds that a push service keeps a message for a device that is off. */
const TTL_S = 24 * 60 * 60;
const MAX_ANSWER_BYTES = 64 * 1024;
const WAIT_MS = 60_000;

export interface PushMessage {
  /** For the service worker: JSON. */
  text: string;
  tag: string;
}

/**
 * Sends one message to one browser: encrypted for it (RFC 8291), signed by us (RFC 8292), through the dialer, for an
 * endpoint is an address that somebody else chose. One that is gone is forgotten. What is worth another attempt is given
 * back as an error; where it went is never told, for who knows an endpoint knows a person's device.
 */
export const pushOnce = async (
  target: PushTarget,
  message: PushMessage,
  context: ActionContext,
): Promise<'sent' | 'removed' | 'failed' | TramaError> => {
  const { services, tenant, signal, timeoutMs } = context;
  try {
    const request = await requestFor(target, message, context);
    const answer = await services.dial.request({ ...request, signal, timeoutMs });
    if (answer.status === 404 || answer.status === 410) {
      await services.notifications.dropTarget(tenant.id, target.id);
      return 'removed';
    }
    if (answer.status < 300) return 'sent';
    return answer.status === 429 || answer.status >= 500 ? again(answer) : 'failed';
  } catch (error) {
    if (signal.aborted) throw error;
    if (!(error instanceof TramaError)) return 'failed'; // keys that nothing can be encrypted for
    return error.retry === 'never' ? 'failed' : away(error);
  }
};

const requestFor = async (target: PushTarget, message: PushMessage, context: ActionContext): Promise<DialRequest> => {
  const { default: webPush } = await import('web-push');
  const { endpoint, keys } = target;
  const made = webPush.generateRequestDetails({ endpoint, keys }, message.text, {
    vapidDetails: context.services.notifications.vapid(),
    TTL: TTL_S,
    topic: message.tag,
    urgency: 'high',
  });
  return {
    method: made.method,
    url: made.endpoint,
    headers: Object.fromEntries(Object.entries(made.headers ?? {}).map(([name, value]) => [name, String(value)])),
    body: made.body,
    followRedirects: 0,
    maxBytes: MAX_ANSWER_BYTES,
  };
};

const again = ({ status, headers }: DialAnswer): TramaError => {
  const nowMs = Date.now();
  return failure(`http_${status}`, `Um serviço de avisos respondeu ${status}.`, `A push service answered ${status}.`, {
    details: { status },
    ...(status === 429
      ? { retry: 'wait', waitUntil: retryAfter(headers['retry-after'], nowMs) ?? nowMs + WAIT_MS }
      : { retry: 'retry' }),
  });
};

const away = ({ code }: TramaError): TramaError =>
  failure(code, 'Um serviço de avisos não respondeu.', 'A push service did not answer.');
