import { Button, Select } from '@mantine/core';
import { useEffect } from 'react';
import { setSearch, usePlace } from '../router.ts';
import { PagedRows } from '../shell/paged-rows.tsx';
import { EmptyState } from '../shell/states.tsx';
import { usePages } from '../use-pages.ts';
import { useQuery } from '../use-query.ts';
import { whileSeen } from '../while-seen.ts';
import { DeliveryRow } from './delivery-row.tsx';
import { listDeliveries, listEventTypes } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

/** While somebody looks. */
const LOOK_MS = 3_000;

interface DeliveriesProps {
  endpoint: string;
  mayReplay: boolean;
  /** Something was done: look at once. */
  round: number;
  onChange: () => void;
}

/** What was sent to an endpoint, newest first; it moves while one looks. */
export const Deliveries = ({ endpoint, mayReplay, round, onChange }: DeliveriesProps) => {
  const t = useWebhookTexts();
  const { search } = usePlace();
  const [state, type] = [search.get('state') || undefined, search.get('type') || undefined];
  const list = usePages(`webhook-deliveries/${endpoint}?${state}&${type}`, (cursor) =>
    listDeliveries({ endpoint, state, type }, cursor),
  );
  const { reload } = list;
  useEffect(
    () =>
      whileSeen(() => {
        const timer = setInterval(reload, LOOK_MS);
        return () => clearInterval(timer);
      }),
    [reload],
  );
  useEffect(() => {
    if (round > 0) reload();
  }, [round, reload]);
  const filtered = state !== undefined || type !== undefined;
  const done = () => {
    reload();
    onChange();
  };
  return (
    <section aria-label={t.deliveries}>
      <Filters state={state ?? null} type={type ?? null} />
      <PagedRows
        list={list}
        skeleton={{ height: 44 }}
        row={(one) => <DeliveryRow key={one.id} delivery={one} mayReplay={mayReplay} onDone={done} />}
        none={
          <EmptyState
            icon={filtered ? 'search' : 'webhook'}
            title={filtered ? t.noneFound : t.noDeliveries}
            text={filtered ? '' : t.noDeliveriesHelp}
          >
            {filtered && (
              <Button variant="default" mt="sm" onClick={() => setSearch({ state: null, type: null })}>
                {t.clear}
              </Button>
            )}
          </EmptyState>
        }
      />
    </section>
  );
};

/** A sentence with two holes, kept in the address. */
const Filters = ({ state, type }: { state: string | null; type: string | null }) => {
  const t = useWebhookTexts();
  const types = useQuery('webhook-event-types', listEventTypes);
  return (
    <div className="webhook-filters">
      <span>{t.show}</span>
      <Select
        size="xs"
        aria-label={t.show}
        placeholder={t.anyState}
        clearable
        data={Object.entries(t.delivery).map(([value, label]) => ({ value, label }))}
        value={state}
        onChange={(value) => setSearch({ state: value })}
      />
      <span>{t.ofType}</span>
      <Select
        size="xs"
        aria-label={t.ofType}
        placeholder={t.anyType}
        clearable
        data={(types.data?.data ?? []).map((one) => ({ value: one.type, label: one.type }))}
        value={type}
        onChange={(value) => setSearch({ type: value })}
      />
    </div>
  );
};
