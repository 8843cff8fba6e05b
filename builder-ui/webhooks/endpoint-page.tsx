import { Alert, Button, Group, Title } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useNamed } from '../shell/place-name.ts';
import { useMay } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { Deliveries } from './deliveries.tsx';
import { EndpointDeeds } from './endpoint-deeds.tsx';
import { EndpointFacts, EndpointState } from './endpoint-state.tsx';
import { HealthBar, HealthWords } from './health-bar.tsx';
import { TestDialog } from './test-dialog.tsx';
import './webhooks.css';
import { type Endpoint, endPrevious, getEndpoint } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

/** One endpoint: how it fares, and all that was sent to it. */
export const EndpointPage = ({ id }: { id: string }) => {
  const t = useWebhookTexts();
  const mayWrite = useMay('webhooks:write');
  const found = useQuery(`webhook-endpoint/${id}`, () => getEndpoint(id));
  const [testing, setTesting] = useState(false);
  const [round, setRound] = useState(0);
  const endpoint = found.data;
  useNamed(endpoint && (endpoint.description || new URL(endpoint.url).host));
  const back = (
    <Link href="/developers/webhooks" className="webhook-back">
      <Icon name="chevron-left" size={14} /> {t.back}
    </Link>
  );
  if (found.error !== undefined && !endpoint)
    return (
      <>
        {back}
        <ErrorState error={found.error} retry={found.reload} />
      </>
    );
  if (!endpoint) return <RowsSkeleton />;
  const reload = () => {
    found.reload();
    setRound((n) => n + 1);
  };
  return (
    <>
      {back}
      <Head endpoint={endpoint}>
        {mayWrite && (
          <Group gap="xs">
            <Button variant="default" leftSection={<Icon name="send" size={16} />} onClick={() => setTesting(true)}>
              {t.test}
            </Button>
            <EndpointDeeds endpoint={endpoint} onDone={reload} />
          </Group>
        )}
      </Head>
      <Notices endpoint={endpoint} mayWrite={mayWrite} onDone={reload} />
      <Deliveries endpoint={id} mayReplay={mayWrite && endpoint.enabled} round={round} onChange={found.reload} />
      <TestDialog endpoint={endpoint} opened={testing} onClose={() => setTesting(false)} onDone={reload} />
    </>
  );
};

const Head = ({ endpoint, children }: { endpoint: Endpoint; children: React.ReactNode }) => {
  const [now] = useState(() => Date.now());
  return (
    <header className="webhook-head">
      <div>
        <Group gap="sm">
          <Title order={1}>{endpoint.description || new URL(endpoint.url).host}</Title>
          <EndpointState endpoint={endpoint} />
        </Group>
        <p className="webhook-facts">
          {endpoint.url} · <EndpointFacts endpoint={endpoint} />
        </p>
        <Group gap="sm" mt="sm" className="delivery-quiet">
          <HealthBar health={endpoint.health} now={now} />
          <HealthWords health={endpoint.health} />
        </Group>
      </div>
      {children}
    </header>
  );
};

const Notices = ({ endpoint, mayWrite, onDone }: { endpoint: Endpoint; mayWrite: boolean; onDone: () => void }) => {
  const t = useWebhookTexts();
  const locale = useLocale();
  const end = async () => {
    try {
      await endPrevious(endpoint.id);
      toastDone(t.endedPrevious);
      onDone();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <>
      {endpoint.disabledReason && (
        <Alert color="gray" mb="md" icon={<Icon name="ban" size={18} />}>
          {t.off[endpoint.disabledReason]}
        </Alert>
      )}
      {endpoint.enabled && endpoint.failingSince && (
        <Alert color="yellow" mb="md" icon={<Icon name="alert-triangle" size={18} />}>
          {t.failingText(dateTime(endpoint.failingSince, locale))}
        </Alert>
      )}
      {endpoint.previousUntil && (
        <Alert color="blue" mb="md" icon={<Icon name="key" size={18} />}>
          <Group justify="space-between" gap="xs">
            {t.previous(dateTime(endpoint.previousUntil, locale))}
            {mayWrite && (
              <Button size="compact-xs" variant="light" onClick={() => void end()}>
                {t.endPrevious}
              </Button>
            )}
          </Group>
        </Alert>
      )}
    </>
  );
};
