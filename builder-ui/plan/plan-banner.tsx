import { useState } from 'react';
import { usePlace } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { ago } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useEntitled } from './entitled.ts';
import './plan.css';
import { usePromptTexts } from './prompt-texts.ts';
import { useCurrent } from './use-plan.ts';

const WEEK_MS = 7 * 86_400_000;

/** Over every page: what the plan needs from somebody before it takes something away. */
export const PlanBanner = () => {
  const t = usePromptTexts();
  const entitled = useEntitled();
  const { path } = usePlace();
  // On its own page the plan says all of it, and more.
  if (!entitled || path.startsWith('/plan')) return null;
  const { state, access } = entitled;
  if (access === 'read_only')
    return state === 'paused' ? (
      <Banner text={t.banners.pausedReadOnly} action={t.resume} tone="wait" />
    ) : (
      <Banner text={t.banners.read_only} action={t.fix} tone="bad" />
    );
  if (state === 'past_due') return <Banner text={t.banners.past_due} action={t.fix} tone="bad" />;
  return state === 'trialing' ? <TrialBanner /> : null;
};

/** Of a trial that ends within the week: before, nobody is in a hurry. */
const TrialBanner = () => {
  const t = usePromptTexts();
  const locale = useLocale();
  const ends = useCurrent().data?.trialEndsAt;
  const [now] = useState(() => Date.now());
  if (!ends || new Date(ends).getTime() - now > WEEK_MS) return null;
  return <Banner text={t.banners.trial(ago(ends, locale))} action={t.subscribe} tone="good" />;
};

const Banner = ({ text, action, tone }: { text: string; action: string; tone: 'good' | 'wait' | 'bad' }) => (
  <div className="plan-banner" role="status" data-tone={tone}>
    <span>{text}</span>
    <Link href="/plan">{action}</Link>
  </div>
);
