import type { Step } from '../../api-types.ts';
import { Icon } from '../../icons/icon.tsx';
import { dateTime, span } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { explain } from '../explain.ts';
import { useNow } from '../use-now.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { useAttemptTexts } from './attempts-texts.ts';
import './attempts.css';

const MARKS = { failed: 'x', good: 'check', wait: 'clock', going: 'refresh' } as const;

/** What an attempt came to, in plain words. */
export const useAttemptWords = (): ((attempt: Attempt, node: string | undefined) => string) => {
  const a = useAttemptTexts();
  const locale = useLocale();
  return ({ kind, error }, node) => {
    if (kind === 'good' || kind === 'going') return a[kind];
    return error ? explain(error, { node }, locale).what : a.askedToWait;
  };
};

/** The attempts of a step one below the other, each with what it came to and the pause after it. */
export const AttemptsList = ({ step, label }: { step: Step; label: string | undefined }) => {
  const a = useAttemptTexts();
  const locale = useLocale();
  const wordsOf = useAttemptWords();
  const now = useNow(step.tries !== undefined && step.endedAt === null);
  const attempts = attemptsOf(step, now);
  const [first] = attempts;
  if (!first) return null;
  return (
    <section className="attempts" aria-label={a.title}>
      <h3>{a.title}</h3>
      {first.n > 1 && <p className="attempts-earlier">{a.earlier(first.n - 1)}</p>}
      <ol>
        {attempts.map((one, at) => (
          <li key={`${one.n}/${one.from}`} data-kind={one.kind}>
            <Icon name={MARKS[one.kind]} size={13} stroke={2.4} />
            <div>
              <p>
                <b>{one.kind === 'wait' ? a.askedToWait : a.nth(one.n)}</b>
                <small>
                  {dateTime(new Date(one.from).toISOString(), locale)} · {span(one.to - one.from, locale)}
                </small>
              </p>
              <p>{wordsOf(one, label)}</p>
              {one.error && one.error.message !== wordsOf(one, label) && (
                <p className="mono attempts-said">{one.error.message || one.error.code}</p>
              )}
              {one.pauseMs > 0 && (
                <p className="attempts-pause">
                  {(at === attempts.length - 1 ? a.willWait : a.pause)(span(one.pauseMs, locale))}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};
