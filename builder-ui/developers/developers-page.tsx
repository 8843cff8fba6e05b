import { Anchor, Group, Title } from '@mantine/core';
import { type ComponentType, Suspense } from 'react';
import { Icon } from '../icons/icon.tsx';
import { lazyPart } from '../shell/lazy-part.tsx';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useNamed } from '../shell/place-name.ts';
import { useMay } from '../shell/session.ts';
import { RowsSkeleton } from '../shell/states.tsx';
import { CallsPart } from './calls-part.tsx';
import './developers.css';
import { useDevelopersTexts } from './developers-texts.ts';
import { ExamplesPart } from './examples-part.tsx';
import { KeysPart } from './keys-part.tsx';
import { TerminalPart } from './terminal-part.tsx';
import { UsagePart } from './usage-part.tsx';

type TabName = 'keys' | 'calls' | 'usage' | 'webhooks' | 'examples' | 'terminal';

const Webhooks = lazyPart(() => import('../webhooks/webhooks-part.tsx').then((part) => part.WebhooksPart));

/** In the order of the tabs. */
const TABS: readonly { name: TabName; part: ComponentType; guarded: boolean }[] = [
  { name: 'keys', part: KeysPart, guarded: true },
  { name: 'calls', part: CallsPart, guarded: true },
  { name: 'usage', part: UsagePart, guarded: true },
  { name: 'webhooks', part: Webhooks, guarded: true },
  { name: 'examples', part: ExamplesPart, guarded: false },
  { name: 'terminal', part: TerminalPart, guarded: false },
];

/** All that somebody needs who works with Trama from a program. Each tab has an address. */
export const DevelopersPage = ({ tab }: { tab: string }) => {
  const t = useDevelopersTexts();
  const maySeeKeys = useMay('keys:read');
  const shown = TABS.filter(({ guarded }) => !guarded || maySeeKeys);
  const here = shown.find(({ name }) => name === tab) ?? shown[0];
  useNamed(here && here.name !== 'keys' ? `${t.title} · ${t.tabs[here.name]}` : t.title);
  if (!here) return null;
  const Part = here.part;
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
        <Group gap="md" className="developer-links">
          <OutLink href="/docs" text={t.docs} />
          <OutLink href="/v1/postman.json" text={t.postman} download="trama.postman_collection.json" />
          <OutLink href="/v1/openapi.json" text={t.openApi} />
        </Group>
      </header>
      <PageTabs
        label={t.title}
        tabs={shown.map(({ name }) => ({
          href: name === 'keys' ? '/developers' : `/developers/${name}`,
          text: t.tabs[name],
          isHere: name === here.name,
        }))}
      />
      <Suspense fallback={<RowsSkeleton rows={3} />}>
        <Part />
      </Suspense>
    </>
  );
};

const OutLink = ({ href, text, download }: { href: string; text: string; download?: string }) => (
  <Anchor href={href} size="sm" {...(download ? { download } : { target: '_blank', rel: 'noreferrer' })}>
    {text} <Icon name={download ? 'download' : 'external'} size={13} />
  </Anchor>
);
