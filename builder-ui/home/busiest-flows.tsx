import { Sparkline } from '../charts/sparkline.tsx';
import { Link } from '../shell/link.tsx';
import { useLocale } from '../texts/texts.ts';
import type { Home } from './home-api.ts';
import { useHomeTexts } from './home-texts.ts';

export const BusiestFlows = ({ flows }: { flows: Home['flows'] }) => {
  const t = useHomeTexts();
  const locale = useLocale();
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.busiest}</h2>
        <Link href="/flows">{t.see}</Link>
      </div>
      {flows.length === 0 ? (
        <p className="card-none">{t.noRuns}</p>
      ) : (
        <ul className="home-list">
          {flows.map((flow) => (
            <li key={flow.id}>
              <Link href={`/flows/${flow.id}`}>
                <span className="home-words">
                  <strong>{flow.name}</strong>
                  <small>{t.rates(new Intl.NumberFormat(locale).format(flow.runs), flow.failed)}</small>
                </span>
                <Sparkline values={flow.days} label={t.spark(flow.name, flow.runs)} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
