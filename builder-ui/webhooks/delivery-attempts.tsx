import { Button, Group } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { dateTime, span } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import type { Attempt, DeliveryDetail } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

const lines = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

/** What was sent, and each answer, the newest first. */
export const DeliveryAttempts = ({ detail, onReplay }: { detail: DeliveryDetail; onReplay: (() => void) | null }) => {
  const t = useWebhookTexts();
  return (
    <>
      <section>
        <h2>
          {t.sent} <CopyIcon text={detail.body} size="xs" />
        </h2>
        <pre className="mono">{pretty(detail.body)}</pre>
        <p className="webhook-facts">
          <code>webhook-id: {detail.messageId}</code> <CopyIcon text={detail.messageId} size="xs" />
        </p>
      </section>
      {detail.tries.map((one) => (
        <AttemptPart key={one.n} attempt={one} />
      ))}
      {onReplay && (
        <Group>
          <Button size="xs" variant="default" leftSection={<Icon name="repeat" size={14} />} onClick={onReplay}>
            {t.replay}
          </Button>
        </Group>
      )}
    </>
  );
};

const AttemptPart = ({ attempt }: { attempt: Attempt }) => {
  const t = useWebhookTexts();
  const locale = useLocale();
  const { n, at, status, error, ms, requestHeaders, responseHeaders, responseBody } = attempt;
  const known = error !== null && error in t.errors ? t.errors[error as keyof typeof t.errors] : t.errors.other;
  return (
    <section className="delivery-try" aria-label={t.attempt(n)}>
      <h2>
        {t.attempt(n)} · {dateTime(at, locale)} · {status === null ? known : t.answered(status, span(ms, locale))}
      </h2>
      {responseBody !== null && <pre className="mono">{responseBody === '' ? t.empty : pretty(responseBody)}</pre>}
      {responseHeaders !== null && (
        <details>
          <summary>{t.answerHeaders}</summary>
          <pre className="mono">{lines(responseHeaders)}</pre>
        </details>
      )}
      <details>
        <summary>{t.request}</summary>
        <pre className="mono">{lines(requestHeaders)}</pre>
      </details>
    </section>
  );
};
