import { Badge, Button, Group, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import { exactMoney } from '../../plan/money.ts';
import { PagedRows } from '../../shell/paged-rows.tsx';
import { dateTime } from '../../shell/times.ts';
import { toastDone } from '../../shell/toasts.tsx';
import { useLocale } from '../../texts/texts.ts';
import { usePages } from '../../use-pages.ts';
import { useBillingTexts } from './billing-texts.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { deskApi, type ManualPayment } from './desk-api.ts';
import { useDeskTexts } from './desk-texts.ts';

/** Payments by Pix to the installation's own key: somebody says which came. */
export const PaymentsPart = () => {
  const { payments: t } = useDeskTexts();
  const [text, setText] = useState('');
  const [txid] = useDebouncedValue(text.trim(), 250);
  const list = usePages(`billing pix ${txid}`, (cursor) => deskApi.manualPayments(txid, cursor));
  const [deed, setDeed] = useState<{ payment: ManualPayment; come: boolean } | null>(null);
  return (
    <Stack gap="md">
      <p className="settings-help">{t.help}</p>
      <TextInput
        aria-label={t.find}
        placeholder={t.find}
        leftSection={<Icon name="search" size={15} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <PagedRows
        list={list}
        label={t.title}
        row={(payment) => (
          <PaymentRow key={payment.id} payment={payment} onSay={(come) => setDeed({ payment, come })} />
        )}
        none={<p className="settings-help">{txid === '' ? t.none : t.notFound}</p>}
        skeleton={{ rows: 3 }}
      />
      {deed && <SayDialog {...deed} onClose={() => setDeed(null)} onDone={list.reload} />}
    </Stack>
  );
};

const COLOURS: Record<string, string> = { pending: 'yellow', paid: 'brand', failed: 'red' };

const PaymentRow = ({ payment, onSay }: { payment: ManualPayment; onSay: (come: boolean) => void }) => {
  const { payments: t } = useDeskTexts();
  const locale = useLocale();
  const { tenant, amount, txid, expiresAt, status } = payment;
  const name = tenant.name ?? tenant.id;
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="data">
          <Icon name="credit-card" size={18} />
        </span>
        <span className="row-words">
          <strong>
            {exactMoney(amount, locale)}
            <em>{name}</em>
          </strong>
          <small>
            <code>{txid}</code> · {t.expires(dateTime(expiresAt, locale))}
          </small>
        </span>
      </span>
      <Group gap="xs" justify="flex-end" className="person-tools billing-tools">
        <span className="row-badges">
          <Badge color={COLOURS[status] ?? 'gray'} variant="light" tt="none" fw={550}>
            {t.states[status] ?? status}
          </Badge>
        </span>
        {status !== 'paid' && (
          <Button size="xs" aria-label={`${t.confirm}: ${name}`} onClick={() => onSay(true)}>
            {t.confirm}
          </Button>
        )}
        {status === 'pending' && (
          <Button size="xs" variant="default" aria-label={`${t.reject}: ${name}`} onClick={() => onSay(false)}>
            {t.reject}
          </Button>
        )}
      </Group>
    </li>
  );
};

interface SayProps {
  payment: ManualPayment;
  come: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Now, to the minute, as a field of the browser has it. */
const nowLocal = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const SayDialog = ({ payment, come, onClose, onDone }: SayProps) => {
  const { payments: t } = useDeskTexts();
  const billing = useBillingTexts();
  const locale = useLocale();
  const [at, setAt] = useState(nowLocal);
  const amount = exactMoney(payment.amount, locale);
  const word = come ? t.confirm : t.reject;
  return (
    <DeedDialog
      opened
      title={word}
      text={come ? t.confirmText(amount, payment.tenant.name ?? payment.tenant.id) : t.rejectText}
      confirm={word}
      danger={!come}
      ready={!come || at !== ''}
      onClose={onClose}
      act={async (reason) => {
        if (come) await deskApi.confirmPayment(payment.id, new Date(at).toISOString(), reason);
        else await deskApi.rejectPayment(payment.id, reason);
        toastDone(billing.done);
        onDone();
      }}
    >
      {come && (
        <TextInput
          type="datetime-local"
          label={t.paidAt}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
      )}
    </DeedDialog>
  );
};
