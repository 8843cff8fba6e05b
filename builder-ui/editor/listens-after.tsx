import { List, Skeleton, Stack, Text } from '@mantine/core';
import type { FlowDocument } from '#flow/document.ts';
import { api } from '../api-client.ts';
import { CopyText } from '../shell/copy-text.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type PublishTexts, usePublishTexts } from './publish-texts.ts';

const COUNT = 3;

/** What the flow will listen to once its draft is published. */
export const ListensAfter = ({ flowId, document }: { flowId: string; document: FlowDocument }) => {
  const t = usePublishTexts();
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t.listens}
      </Text>
      <Words flowId={flowId} document={document} t={t} />
    </Stack>
  );
};

const Words = ({ flowId, document, t }: { flowId: string; document: FlowDocument; t: PublishTexts }) => {
  const { type, config } = document.trigger;
  if (type === 'webhook') return <Webhook flowId={flowId} path={String(config.path ?? '')} t={t} />;
  if (type === 'schedule') return <Times document={document} t={t} />;
  const words =
    type === 'message'
      ? t.message(String(config.channel ?? ''))
      : type === 'event'
        ? t.event(String(config.name ?? ''))
        : type === 'flow'
          ? t.flow
          : t.byHand;
  return <Text size="sm">{words}</Text>;
};

/** The address is the API's to say: it knows under which name it is reached. */
const Webhook = ({ flowId, path, t }: { flowId: string; path: string; t: PublishTexts }) => {
  const { data } = useQuery(`webhook/${flowId}/${path}`, async () => (await api.flow(flowId)).flow.webhook);
  if (data === undefined) return <Skeleton height={54} />;
  return data ? <CopyText label={t.webhook} text={data.url} /> : <Text size="sm">{t.webhook}</Text>;
};

const Times = ({ document, t }: { document: FlowDocument; t: PublishTexts }) => {
  const locale = useLocale();
  const { timezone } = document.trigger.config;
  const zone = typeof timezone === 'string' ? timezone : (document.settings?.timezone ?? 'America/Sao_Paulo');
  const { data, error } = useQuery(`publish/times/${JSON.stringify(document.trigger.config)}/${zone}`, async () => {
    const { nextFirings } = await import('#flow/schedule/next-firings.ts');
    return nextFirings(document.trigger.config, zone, Date.now(), COUNT);
  });
  if (error !== undefined) return null;
  if (!data) return <Skeleton height={54} />;
  if (data.length === 0) return <Text size="sm">{t.never}</Text>;
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' },
    timeZone: zone,
  });
  return (
    <List size="sm" listStyleType="none">
      {data.map((ms) => (
        <List.Item key={ms}>{format.format(ms)}</List.Item>
      ))}
    </List>
  );
};
