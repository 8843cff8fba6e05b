import { Badge, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Locale } from '#flow/json.ts';
import '../../audit/audit.css';
import { Icon } from '../../icons/icon.tsx';
import { money } from '../../plan/money.ts';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { day } from '../../shell/times.ts';
import { toastDone } from '../../shell/toasts.tsx';
import { useLocale } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import { useBillingTexts } from './billing-texts.ts';
import { catalogueApi, type OperatorPlan, type PlanVersion } from './catalogue-api.ts';
import { useCatalogueTexts } from './catalogue-texts.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { NewPlan } from './new-plan.tsx';
import { PlanEditor } from './plan-editor.tsx';

/** Every plan: what is sold, what is being written, who has which version. */
export const PlansPart = () => {
  const t = useCatalogueTexts();
  const { data, error, reload } = useQuery('billing plans', catalogueApi.plans);
  const [editing, setEditing] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  if (!data) return error === undefined ? <RowsSkeleton rows={4} /> : <ErrorState error={error} retry={reload} />;
  const edited = data.find(({ tier }) => tier === editing);
  if (edited)
    return (
      <PlanEditor
        key={`${edited.tier} ${edited.revision}`}
        plan={edited}
        reload={reload}
        onClose={() => {
          // Somebody else may have changed it meanwhile.
          reload();
          setEditing(null);
        }}
      />
    );
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <p className="settings-help">{t.plansHelp}</p>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
          {t.newPlan}
        </Button>
      </Group>
      <ul className="rows" aria-label={t.plans}>
        {data.map((plan) => (
          <PlanRow key={plan.tier} plan={plan} reload={reload} onEdit={() => setEditing(plan.tier)} />
        ))}
      </ul>
      <NewPlan
        opened={making}
        onClose={() => setMaking(false)}
        onMade={(tier) => {
          reload();
          setEditing(tier);
        }}
      />
    </Stack>
  );
};

const pricesOf = (
  live: PlanVersion,
  locale: Locale,
  onRequest: string,
  intervals: Record<'month' | 'year', string>,
): string =>
  live.prices.every(({ price }) => price === null)
    ? onRequest
    : live.prices
        .toSorted((a, b) => a.interval.localeCompare(b.interval))
        .map(({ interval, price }) => (price === null ? onRequest : `${money(price, locale)} ${intervals[interval]}`))
        .join(' · ');

interface PlanRowProps {
  plan: OperatorPlan;
  reload: () => void;
  onEdit: () => void;
}

const PlanRow = ({ plan, reload, onEdit }: PlanRowProps) => {
  const t = useCatalogueTexts();
  const billing = useBillingTexts();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const retired = plan.archivedAt !== null;
  const tenants = plan.versions.reduce((sum, one) => sum + one.tenants, 0);
  const prices = plan.live ? pricesOf(plan.live, locale, t.onRequest, billing.intervals) : t.neverSold;
  return (
    <li className="row audit-row billing-plan">
      <div className="billing-plan-head">
        <button type="button" className="audit-head" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="row-icon" data-group="data">
            <Icon name="box" size={18} />
          </span>
          <span className="row-words">
            <strong>
              {plan.tier}
              <em>{plan.live && billing.version(plan.live.number)}</em>
            </strong>
            <small>
              {prices} · {t.has(tenants)}
            </small>
          </span>
          <span className="audit-chevron">
            <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
          </span>
        </button>
        <Group gap="xs" justify="flex-end" className="person-tools billing-tools">
          <span className="row-badges">
            {plan.draft && <Note text={t.hasDraft} color="yellow" />}
            {!plan.public && <Note text={t.hidden} color="gray" />}
            {retired && <Note text={t.retired} color="red" />}
          </span>
          <Button size="xs" variant="default" aria-label={`${t.edit}: ${plan.tier}`} onClick={onEdit}>
            {t.edit}
          </Button>
          {plan.tier !== 'FREE' && (
            <Button
              size="xs"
              variant="default"
              aria-label={`${retired ? t.restore : t.retire}: ${plan.tier}`}
              onClick={() => setAsking(true)}
            >
              {retired ? t.restore : t.retire}
            </Button>
          )}
        </Group>
      </div>
      {open && <Versions plan={plan} />}
      <DeedDialog
        opened={asking}
        title={`${retired ? t.restore : t.retire}: ${plan.tier}`}
        text={retired ? t.restoreText : t.retireText}
        confirm={retired ? t.restore : t.retire}
        danger={!retired}
        quiet
        onClose={() => setAsking(false)}
        onStale={reload}
        act={async (reason) => {
          await catalogueApi.retire(plan, !retired, reason);
          toastDone(billing.done);
          reload();
        }}
      />
    </li>
  );
};

const Note = ({ text, color }: { text: string; color: string }) => (
  <Badge color={color} variant="light" tt="none" fw={550}>
    {text}
  </Badge>
);

const Versions = ({ plan }: { plan: OperatorPlan }) => {
  const t = useCatalogueTexts();
  const locale = useLocale();
  return (
    <div className="audit-open">
      <ul className="billing-versions" aria-label={t.versions}>
        {plan.versions.map(({ id, number, publishedAt, tenants }) => (
          <li key={id}>
            <span>{t.versionLine(number, day(publishedAt, locale))}</span>
            <small>{t.has(tenants)}</small>
          </li>
        ))}
        {plan.versions.length === 0 && <li>{t.neverSold}</li>}
      </ul>
    </div>
  );
};
