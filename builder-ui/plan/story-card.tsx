import { dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { whenText } from './moments.ts';
import { loadStory } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useOnChange } from './use-plan.ts';

/** What happened to the subscription, as its run tells it, in plain words. */
export const StoryCard = ({ told }: { told: string }) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const { data, error, reload } = useQuery('subscription/story', loadStory);
  useOnChange(told, reload);
  if (error !== undefined && !data) return null;
  return (
    <section className="card" aria-labelledby="plan-story">
      <header className="card-head">
        <h2 id="plan-story">{t.story}</h2>
      </header>
      <p className="plan-note">{t.storyText}</p>
      {data?.waits && (
        <p className="plan-waits">
          {data.waits.text}
          {data.waits.until && <time dateTime={data.waits.until}>{whenText(data.waits.until, locale)}</time>}
        </p>
      )}
      {data && data.data.length === 0 && !data.waits && <p className="card-none">{t.storyEmpty}</p>}
      <ol className="plan-story">
        {data?.data.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at}>{dateTime(at, locale)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
};
