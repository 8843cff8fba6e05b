import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { PagedRows } from '../shell/paged-rows.tsx';
import { EmptyState, NotYours } from '../shell/states.tsx';
import { day } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { whenText } from './moments.ts';
import { exactMoney } from './money.ts';
import { type Invoice, loadInvoices, loadPayments, type Payment, pdfOf, sendInvoice } from './paid-api.ts';
import { usePayTexts } from './pay-texts.ts';
import { PlanFrame, useMayPay } from './plan-frame.tsx';
import { useProviderTexts } from './provider-texts.ts';
import { useReasonText } from './reason-texts.ts';
import { useMayReadPaid } from './use-plan.ts';

/** What was paid, and the papers about it. */
export const InvoicesPage = () => {
  const mayRead = useMayReadPaid();
  return <PlanFrame here="invoices">{mayRead ? <Lists /> : <NotYours />}</PlanFrame>;
};

const Lists = () => {
  const t = usePayTexts();
  const invoices = usePages('subscription/invoices', loadInvoices);
  const payments = usePages('subscription/payments', loadPayments);
  return (
    <>
      <PagedRows
        list={invoices}
        row={(one) => <InvoiceRow key={one.id} invoice={one} />}
        none={<EmptyState icon="file" title={t.invoices.none} text={t.invoices.noneHelp} />}
        skeleton={{ rows: 3 }}
      />
      <Title order={2} mt="xl" mb="sm">
        {t.invoices.payments}
      </Title>
      <PagedRows
        list={payments}
        row={(one) => <PaymentRow key={one.id} payment={one} />}
        none={<p className="card-none">{t.invoices.noPayments}</p>}
        skeleton={{ rows: 3 }}
      />
    </>
  );
};

const InvoiceRow = ({ invoice }: { invoice: Invoice }) => {
  const t = usePayTexts().invoices;
  const locale = useLocale();
  const mayPay = useMayPay();
  const [busy, setBusy] = useState(false);
  const { kind, number, issuedAt, total, periodStart, periodEnd } = invoice;
  const send = async () => {
    setBusy(true);
    try {
      await sendInvoice(invoice.id);
      toastDone(t.sent);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="row plan-row">
      <span className="row-main">
        <span className="row-words">
          <strong>
            {number}
            {kind === 'credit_note' && <em>{t.credit}</em>}
          </strong>
          <small>
            {day(issuedAt, locale)}
            {periodStart && periodEnd && ` · ${t.between(day(periodStart, locale), day(periodEnd, locale))}`}
          </small>
        </span>
      </span>
      <span className="plan-row-money">
        {exactMoney(kind === 'credit_note' ? { ...total, amount: -total.amount } : total, locale)}
      </span>
      <span className="plan-row-deeds">
        <Button
          component="a"
          href={pdfOf(invoice.id)}
          download
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="download" size={14} />}
        >
          {t.download}
        </Button>
        {mayPay && (
          <Button size="compact-sm" variant="subtle" loading={busy} onClick={() => void send()}>
            {t.send}
          </Button>
        )}
      </span>
    </li>
  );
};

const PaymentRow = ({ payment }: { payment: Payment }) => {
  const t = usePayTexts();
  const words = useProviderTexts();
  const reason = useReasonText();
  const locale = useLocale();
  const { status, amount, refunded, failureCode, nextAttemptAt, hostedUrl, provider, method } = payment;
  const said = [
    t.invoices.statuses[status],
    refunded.amount > 0 && t.invoices.refunded(exactMoney(refunded, locale)),
    status === 'failed' && failureCode && reason(failureCode),
    status === 'failed' && nextAttemptAt && t.invoices.next(whenText(nextAttemptAt, locale)),
  ].filter((one) => typeof one === 'string');
  return (
    <li className="row plan-row" data-status={status}>
      <span className="row-main">
        <span className="row-words">
          <strong>{day(payment.paidAt ?? payment.createdAt, locale)}</strong>
          <small>{[words.ways[`${provider}/${method}`] ?? words.names[provider], ...said].join(' · ')}</small>
        </span>
      </span>
      <span className="plan-row-money">{exactMoney(amount, locale)}</span>
      {hostedUrl && (status === 'pending' || status === 'failed') && (
        <span className="plan-row-deeds">
          <Button component="a" href={hostedUrl} size="compact-sm">
            {t.invoices.pay}
          </Button>
        </span>
      )}
    </li>
  );
};
