import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { LockMark, useModuleLock } from '../plan/plan-lock.tsx';
import { Link } from '../shell/link.tsx';
import { PagedRows } from '../shell/paged-rows.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState } from '../shell/states.tsx';
import { usePages } from '../use-pages.ts';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { EndpointFacts, EndpointState } from './endpoint-state.tsx';
import { HealthBar, HealthWords } from './health-bar.tsx';
import './webhooks.css';
import { type Endpoint, listEndpoints } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

/** Systems that are told of what happens here. */
export const WebhooksPart = () => {
  const t = useWebhookTexts();
  const mayWrite = useMay('webhooks:write');
  const list = usePages('webhook-endpoints', listEndpoints);
  const lock = useModuleLock('webhooks');
  const [making, setMaking] = useState(false);
  const [now] = useState(() => Date.now());
  const button = mayWrite && (
    <Button
      leftSection={<Icon name="plus" size={16} />}
      rightSection={lock && <LockMark />}
      onClick={lock ?? (() => setMaking(true))}
    >
      {t.add}
    </Button>
  );
  return (
    <>
      <p className="webhook-facts webhook-help">{t.help}</p>
      <PagedRows
        list={list}
        skeleton={{ rows: 3 }}
        row={(endpoint) => <EndpointRow key={endpoint.id} endpoint={endpoint} now={now} />}
        none={
          <EmptyState icon="webhook" title={t.none} text={t.noneHelp}>
            {button}
          </EmptyState>
        }
        beside={button}
      />
      <EndpointDialog opened={making} endpoint={null} onClose={() => setMaking(false)} onDone={list.reload} />
    </>
  );
};

const EndpointRow = ({ endpoint, now }: { endpoint: Endpoint; now: number }) => (
  <li className="row webhook-row">
    <Link className="row-main" href={`/developers/webhooks/${endpoint.id}`}>
      <span className="row-icon" data-group="http">
        <Icon name="webhook" size={18} />
      </span>
      <span className="row-words">
        <strong>{endpoint.description || endpoint.url}</strong>
        <small>
          {endpoint.description && `${endpoint.url} · `}
          <EndpointFacts endpoint={endpoint} />
        </small>
      </span>
    </Link>
    <EndpointState endpoint={endpoint} />
    <span className="webhook-side">
      <HealthBar health={endpoint.health} now={now} />
      <HealthWords health={endpoint.health} />
    </span>
  </li>
);
