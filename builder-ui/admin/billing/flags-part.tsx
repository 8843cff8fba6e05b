import { Button, Group, NumberInput, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import '../../audit/audit.css';
import { Icon } from '../../icons/icon.tsx';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { dateTime } from '../../shell/times.ts';
import { toastDone } from '../../shell/toasts.tsx';
import { useLocale, useTexts } from '../../texts/texts.ts';
import { usePages } from '../../use-pages.ts';
import { useQuery } from '../../use-query.ts';
import { useBillingTexts } from './billing-texts.ts';
import { CheckList } from './check-list.tsx';
import { DeedDialog } from './deed-dialog.tsx';
import { type Flag, type FlagChange, type FlagRule, flagsApi } from './flags-api.ts';
import { type FlagsTexts, useFlagsTexts } from './flags-texts.ts';
import { OpenRow } from './open-row.tsx';

const PLANS = ['FREE', 'STARTER', 'BUSINESS', 'ENTERPRISE'];
const NEW: FlagRule = { on: true, percentage: 10, plans: [], tenants: [], except: [] };

/** Parts of the product that are switched on by share, by plan, by tenant. */
export const FlagsPart = () => {
  const t = useFlagsTexts();
  const { data, error, reload } = useQuery('billing flags', flagsApi.list);
  const [editing, setEditing] = useState<Flag | 'new' | null>(null);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <p className="settings-help billing-grow">{t.help}</p>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
          {t.add}
        </Button>
      </Group>
      {!data && (error === undefined ? <RowsSkeleton rows={3} /> : <ErrorState error={error} retry={reload} />)}
      {data?.length === 0 && <p className="settings-help">{t.none}</p>}
      {data && data.length > 0 && (
        <ul className="rows" aria-label={t.help}>
          {data.map((flag) => (
            <FlagRow key={`${flag.key} ${flag.revision}`} flag={flag} reload={reload} onEdit={() => setEditing(flag)} />
          ))}
        </ul>
      )}
      {editing !== null && (
        <FlagDialog flag={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={reload} />
      )}
    </Stack>
  );
};

const ruleText = ({ on, percentage, plans, tenants }: FlagRule, t: FlagsTexts): string => {
  if (!on) return t.off;
  const more = [plans.length > 0 && t.morePlans(plans.join(', ')), tenants.length > 0 && t.moreTenants(tenants.length)];
  return [t.share(percentage), ...more.filter(Boolean)].join(' ');
};

const FlagRow = ({ flag, reload, onEdit }: { flag: Flag; reload: () => void; onEdit: () => void }) => {
  const t = useFlagsTexts();
  return (
    <OpenRow
      icon="rocket"
      title={flag.key}
      facts={[ruleText(flag.rule, t), flag.description].filter(Boolean).join(' · ')}
    >
      <Button size="xs" mb="sm" onClick={onEdit}>
        {t.edit}
      </Button>
      <History flag={flag} reload={reload} />
    </OpenRow>
  );
};

const History = ({ flag, reload }: { flag: Flag; reload: () => void }) => {
  const t = useFlagsTexts();
  const billing = useBillingTexts();
  const locale = useLocale();
  const texts = useTexts();
  const list = usePages(`billing flag ${flag.key} ${flag.revision}`, (cursor) => flagsApi.changes(flag.key, cursor));
  const { rows, error, more } = list;
  const [asking, setAsking] = useState<FlagChange | null>(null);
  return (
    <>
      {!rows && (error === undefined ? <RowsSkeleton rows={1} /> : <ErrorState error={error} retry={list.reload} />)}
      <ul className="billing-versions" aria-label={t.history}>
        {rows?.map((change) => (
          <li key={change.revision}>
            <span>
              {t.revision(change.revision)}: {ruleText(change.rule, t)}{' '}
              <small>{[change.reason, dateTime(change.at, locale)].filter(Boolean).join(' · ')}</small>
            </span>
            {change.revision === flag.revision ? (
              <small>{t.now}</small>
            ) : (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`${t.back}: ${t.revision(change.revision)}`}
                onClick={() => setAsking(change)}
              >
                {t.back}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {more && (
        <Button size="compact-xs" variant="subtle" loading={list.loading} onClick={more}>
          {texts.common.more}
        </Button>
      )}
      <DeedDialog
        opened={asking !== null}
        title={t.back}
        text={t.backText}
        confirm={t.back}
        quiet
        // Not before it is closed: the row of another revision is another one, and what it says would go with it.
        onClose={() => {
          setAsking(null);
          reload();
        }}
        act={async (reason) => {
          if (asking) await flagsApi.rollBack(flag, asking.revision, reason);
          toastDone(billing.done);
        }}
      />
    </>
  );
};

const idsIn = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const areIds = (text: string): boolean => idsIn(text).every((id) => /^ten_[0-9a-f]{32}$/.test(id));

interface FlagDialogProps {
  /** null: a new one. */
  flag: Flag | null;
  onClose: () => void;
  onDone: () => void;
}

const FlagDialog = ({ flag, onClose, onDone }: FlagDialogProps) => {
  const t = useFlagsTexts();
  const billing = useBillingTexts();
  const [key, setKey] = useState(flag?.key ?? '');
  const [description, setDescription] = useState(flag?.description ?? '');
  const [rule, setRule] = useState<FlagRule>(flag?.rule ?? NEW);
  const [tenants, setTenants] = useState(rule.tenants.join('\n'));
  const [except, setExcept] = useState(rule.except.join('\n'));
  const change = (part: Partial<FlagRule>) => setRule((before) => ({ ...before, ...part }));
  const ids = (label: string, text: string, set: (text: string) => void) => (
    <Textarea
      label={label}
      description={t.idsHelp}
      autosize
      error={areIds(text) ? null : t.badIds}
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
  return (
    <DeedDialog
      opened
      title={flag ? `${t.edit}: ${flag.key}` : t.add}
      confirm={t.save}
      quiet
      ready={/^[a-z][a-z0-9_.-]{1,60}$/.test(key) && areIds(tenants) && areIds(except)}
      onClose={onClose}
      onStale={onDone}
      act={async (reason) => {
        const whole = { ...rule, tenants: idsIn(tenants), except: idsIn(except) };
        await flagsApi.save(key, flag?.revision ?? 0, { rule: whole, description: description.trim(), reason });
        toastDone(billing.done);
        onDone();
      }}
    >
      {!flag && (
        <TextInput
          label={t.key}
          description={t.keyHelp}
          required
          data-autofocus
          value={key}
          onChange={(event) => setKey(event.currentTarget.value.toLowerCase())}
        />
      )}
      <TextInput
        label={t.description}
        maxLength={300}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Switch
        label={t.on}
        description={t.onHelp}
        checked={rule.on}
        onChange={(event) => change({ on: event.currentTarget.checked })}
      />
      <NumberInput
        label={t.percentage}
        description={t.percentageHelp}
        min={0}
        max={100}
        suffix=" %"
        value={rule.percentage}
        onChange={(n) => change({ percentage: Number(n) || 0 })}
      />
      <CheckList
        label={t.plans}
        shown
        all={PLANS.map((value) => ({ value, label: value }))}
        chosen={rule.plans}
        onChange={(plans) => change({ plans })}
      />
      {ids(t.tenants, tenants, setTenants)}
      {ids(t.except, except, setExcept)}
    </DeedDialog>
  );
};
