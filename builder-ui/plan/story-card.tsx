import { Button } from '@mantine/core';
import { dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { whenText } from './moments.ts';
import { loadStory, type Story, type StoryEntry } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useOnChange } from './use-plan.ts';

/** What happened to the subscription, as its run tells it, in plain words. */
export const StoryCard = ({ told }: { told: string }) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const texts = useTexts();
  const { first, rows, error, loading, more, reload } = usePages<StoryEntry, Story>('subscription/story', loadStory);
  useOnChange(told, reload);
  if (error !== undefined && !first) return null;
  return (
    <section className="card" aria-labelledby="plan-story">
      <header className="card-head">
        <h2 id="plan-story">{t.story}</h2>
      </header>
      <p className="plan-note">{t.storyText}</p>
      {first?.waits && (
        <p className="plan-waits">
          {first.waits.text}
          {first.waits.until && <time dateTime={first.waits.until}>{whenText(first.waits.until, locale)}</time>}
        </p>
      )}
      {rows?.length === 0 && !first?.waits && <p className="card-none">{t.storyEmpty}</p>}
      <ol className="plan-story">
        {rows?.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={at}>{dateTime(at, locale)}</time>
            <span>{text}</span>
          </li>
        ))}
        {more && (
          <li>
            <Button variant="subtle" size="xs" justify="start" px={0} loading={loading} onClick={more}>
              {texts.common.more}
            </Button>
          </li>
        )}
      </ol>
    </section>
  );
};
