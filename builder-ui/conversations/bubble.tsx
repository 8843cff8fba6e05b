import type { Locale } from '#flow/json.ts';
import type { Message } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useConversationsTexts } from './conversations-texts.ts';

/** `sábado, 21 de novembro` */
export const dayOf = ({ at }: Message, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at));

interface BubbleProps {
  message: Message;
  /** Written above it where it is the first of its day. */
  day: string | null;
  /** It belongs to another run than the one before: the way to it is shown. */
  newRun: boolean;
}

export const Bubble = ({ message, day, newRun }: BubbleProps) => {
  const t = useConversationsTexts();
  const locale = useLocale();
  const { direction, kind, text, options, status, error, runId, at } = message;
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
  const what = kind === 'text' ? null : (t.kinds[kind] ?? null);
  return (
    <>
      {day && <li className="chat-day">{day}</li>}
      <li className="bubble" data-direction={direction} data-failed={status === 'failed' || undefined}>
        {what && <em>{what}</em>}
        {text ? <span>{text}</span> : what === null && <em>{t.otherKind}</em>}
        {options.length > 0 && (
          <span className="bubble-options">
            {options.map((one) => (
              <span key={one}>{one}</span>
            ))}
          </span>
        )}
        <small>
          {newRun && runId && <Link href={`/runs/${runId}`}>{t.run}</Link>}
          <time title={dateTime(at, locale)}>{clock}</time>
          {direction === 'out' && status === 'sending' && <span>{t.sending}</span>}
          {direction === 'out' && status === 'sent' && (
            <span title={t.sent}>
              <Icon name="check" size={13} stroke={2.4} />
            </span>
          )}
          {status === 'failed' && <span role="alert">{t.failed(error ?? '')}</span>}
        </small>
      </li>
    </>
  );
};
