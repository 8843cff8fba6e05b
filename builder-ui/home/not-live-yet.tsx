import { api } from '../api-client.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { RowsSkeleton } from '../shell/states.tsx';
import { ago } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { useHomeTexts } from './home-texts.ts';

const SHOWN = 6;

/** There are flows, and none of them is live: figures would all be nought, so here is what comes next. */
export const NotLiveYet = () => {
  const t = useHomeTexts();
  const locale = useLocale();
  const { data } = useQuery('home/drafts', () => api.flows());
  return (
    <section className="card not-live">
      <h2>{t.notLiveTitle}</h2>
      <p>{t.notLiveText}</p>
      {data ? (
        <ul className="home-list">
          {data.data.slice(0, SHOWN).map((flow) => (
            <li key={flow.id}>
              <Link href={`/flows/${flow.id}`}>
                <Icon name="flows" size={18} />
                <span className="home-words">
                  <strong>{flow.name}</strong>
                </span>
                <time dateTime={flow.updatedAt}>{t.changed(ago(flow.updatedAt, locale))}</time>
                <Icon name="chevron-right" size={16} />
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <RowsSkeleton rows={3} height={46} />
      )}
    </section>
  );
};
