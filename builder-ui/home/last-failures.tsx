import type { Locale } from '#flow/json.ts';
import { explain, isExplained } from '../runs/explain.ts';
import { Link } from '../shell/link.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import type { Home } from './home-api.ts';
import { useHomeTexts } from './home-texts.ts';

/** Why, in words: those of our table; an author's own, and what is not in it, as it was said. */
const wordsOf = (error: Home['failures'][number]['error'], locale: Locale): string => {
  if (!error) return '';
  return isExplained(error.code) ? explain(error, { node: error.node }, locale).what : error.message || error.code;
};

/** What failed last, in words; each leads to its run. */
export const LastFailures = ({ failures }: { failures: Home['failures'] }) => {
  const t = useHomeTexts();
  const locale = useLocale();
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.last}</h2>
        {failures.length > 0 && <Link href="/runs?status=failed">{t.see}</Link>}
      </div>
      {failures.length === 0 ? (
        <p className="card-none">{t.noFailures}</p>
      ) : (
        <ul className="home-list">
          {failures.map((one) => (
            <li key={one.runId}>
              <Link href={`/runs/${one.runId}`}>
                <span
                  className="status-mark"
                  data-status="failed"
                  aria-hidden="true"
                  style={{ width: 10, height: 10 }}
                />
                <span className="home-words">
                  <strong>{wordsOf(one.error, locale)}</strong>
                  <small>{one.flowName}</small>
                </span>
                <time title={dateTime(one.at, locale)}>{ago(one.at, locale)}</time>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
