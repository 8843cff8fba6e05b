import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { isStatus } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import { setSearch, usePlace } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { loadSession } from '../shell/session.ts';
import { EmptyState, ErrorState } from '../shell/states.tsx';
import { useQuery } from '../use-query.ts';
import { failureOf } from './failure-of.ts';
import { usePayTexts } from './pay-texts.ts';
import { PixView } from './pix-view.tsx';
import { loadRequest, type PlanRequest } from './plan-api.ts';
import './plan.css';
import { useReasonText } from './reason-texts.ts';
import { useEvery } from './use-plan.ts';

/** While somebody waits in front of it. */
const LIVE_MS = 1_500;

const isOpen = ({ status }: PlanRequest): boolean => status === 'asked' || status === 'waiting';

/** A wish by its id in the address, asked for until it is closed. */
const useRequest = () => {
  const id = usePlace().search.get('request');
  const query = useQuery(id === null ? null : `subscription/request/${id}`, () => loadRequest(id ?? ''));
  useEvery(query.data && isOpen(query.data) ? LIVE_MS : null, query.reload);
  const done = query.data?.status === 'done';
  useEffect(() => {
    // Menus and locks follow what one may now.
    if (done) void loadSession();
  }, [done]);
  return { ...query, id };
};

/** Whoever was on the way to a page of the provider's goes on to it once it is known; who comes back from it does not. */
const useGoOn = (request: PlanRequest | undefined): void => {
  const go = usePlace().search.has('go');
  const page = request?.status === 'waiting' && request.asked?.kind === 'page' ? request.asked.url : null;
  useEffect(() => {
    if (!go || page === null) return;
    setSearch({ go: null });
    window.location.assign(page);
  }, [go, page]);
};

/** Where one comes back from paying; it follows what was asked for to its end. */
export const SuccessPage = () => {
  const { data, error, reload, id } = useRequest();
  useGoOn(data);
  if (id === null || isStatus(error, 404)) return <Unknown />;
  if (!data) return error === undefined ? <Waiting step="asked" /> : <ErrorState error={error} retry={reload} />;
  if (data.status === 'done') return <Done request={data} />;
  if (data.status === 'refused' || data.status === 'expired') return <Failed request={data} />;
  if (data.asked?.kind === 'pix') return <PixView amount={data.amount} pix={data.asked} />;
  return <Waiting step={data.status === 'waiting' ? 'waiting' : 'asked'} request={data} />;
};

/** Where one comes back from not having paid. */
export const PayErrorPage = () => {
  const { data, error, reload, id } = useRequest();
  if (id === null || isStatus(error, 404)) return <Unknown />;
  if (!data) return error === undefined ? <Waiting step="asked" /> : <ErrorState error={error} retry={reload} />;
  // What was paid after all counts, wherever one came back to.
  return data.status === 'done' ? <Done request={data} /> : <Failed request={data} />;
};

const Unknown = () => {
  const t = usePayTexts();
  return (
    <EmptyState level={1} icon="search" title={t.noRequest} text={t.errorText}>
      <Link href="/plan" className="plan-link">
        {t.plan}
      </Link>
    </EmptyState>
  );
};

const Waiting = ({ step, request }: { step: 'asked' | 'waiting'; request?: PlanRequest }) => {
  const t = usePayTexts();
  const page = request?.asked?.kind === 'page' ? request.asked.url : null;
  return (
    <Stack className="state" align="center" gap="xs" role="status">
      <Loader type="dots" />
      <Title order={1} size="h2" ta="center">
        {t[step].title}
      </Title>
      <Text c="dimmed" ta="center" maw={460}>
        {t[step].text}
      </Text>
      {page && (
        <Button component="a" href={page} variant="default" mt="sm">
          {t.goOn}
        </Button>
      )}
    </Stack>
  );
};

const Done = ({ request }: { request: PlanRequest }) => {
  const t = usePayTexts();
  return (
    <Stack className="state" align="center" gap="xs" role="status">
      <span className="state-picture" data-tone="good">
        <Icon name="check" size={34} stroke={1.6} />
      </span>
      <Title order={1} size="h2" ta="center">
        {t.done.title}
      </Title>
      <Text c="dimmed" ta="center" maw={440}>
        {t.kinds[request.kind] ?? t.done.text}
      </Text>
      <Group mt="sm" justify="center">
        <Link href="/plan" className="plan-button">
          {t.plan}
        </Link>
        <Link href="/home" className="plan-link">
          {t.work}
        </Link>
      </Group>
    </Stack>
  );
};

const Failed = ({ request }: { request: PlanRequest }) => {
  const t = usePayTexts();
  const { reason } = request;
  const open = isOpen(request);
  const page = open && request.asked?.kind === 'page' ? request.asked.url : null;
  const said = useReasonText();
  const { title, text, isPayment } = failureOf(request, t);
  return (
    <Stack className="state" align="center" gap="xs" role="alert">
      <span className="state-picture" data-tone="bad">
        <Icon name={isPayment ? 'credit-card' : 'alert-triangle'} size={34} stroke={1.4} />
      </span>
      <Title order={1} size="h2" ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw={480}>
        {text}
      </Text>
      {reason && (
        <Text ta="center" maw={480}>
          {said(reason)}
        </Text>
      )}
      {open && (
        <Text c="dimmed" size="sm" ta="center" maw={480}>
          {t.errorMaybe}
        </Text>
      )}
      <Group mt="sm" justify="center">
        {page && (
          <Button component="a" href={page}>
            {t.goOn}
          </Button>
        )}
        <Link href="/plan" className={page ? 'plan-link' : 'plan-button'}>
          {page ? t.plan : t.again}
        </Link>
      </Group>
    </Stack>
  );
};
