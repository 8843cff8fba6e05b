import { Button, Center, Loader } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run } from '../../api-types.ts';
import { withPlaces } from '../../canvas/with-places.ts';
import { Icon } from '../../icons/icon.tsx';
import { RunBoard } from '../../runs/run-board.tsx';
import { isOver, RunStatusMark } from '../../runs/run-status.tsx';
import { useRunsTexts } from '../../runs/runs-texts.ts';
import { Link } from '../../shell/link.tsx';
import { EmptyState, ErrorState } from '../../shell/states.tsx';
import { useCatalogue } from '../../use-catalogue.ts';
import { useQuery } from '../../use-query.ts';
import './billing.css';
import { billingApi, type Lifecycle } from './billing-api.ts';
import { useSubscriptionsTexts } from './subscriptions-texts.ts';

const LOOK_MS = 3_000;

/** The document with its places: laid out once a version, and the same until another one comes. */
const useDocument = ({ document, run }: Lifecycle | { document: null; run: null }, catalogue: Catalogue | undefined) =>
  useQuery(document && catalogue ? `billing document ${run?.flowVersion}` : null, async () => {
    if (!document || !catalogue) throw new Error('asked before the document is known');
    return withPlaces(document, catalogue);
  });

const NOTHING = { document: null, run: null } as const;

/** The run of a subscription on its canvas, as it goes on: to be looked at, and nothing else. */
export const LifecyclePage = ({ tenant }: { tenant: string }) => {
  const t = useSubscriptionsTexts();
  const { data, error, reload } = useQuery(`billing run ${tenant}`, () => billingApi.lifecycle(tenant));
  const usual = useCatalogue();
  const types = data?.types;
  const catalogue = useMemo(
    () => usual.catalogue && types && new Map([...usual.catalogue, ...types.map((type) => [type.type, type] as const)]),
    [usual.catalogue, types],
  );
  const document = useDocument(data ?? NOTHING, catalogue);
  const open = data?.run != null && !isOver(data.run.status);
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [open, reload]);
  const failed = data ? (usual.error ?? document.error) : (error ?? usual.error);
  const again = () => {
    for (const asked of [reload, usual.reload, document.reload]) asked();
  };
  const back = `/admin/billing/subscriptions/${tenant}`;
  if (failed !== undefined) return <ErrorState error={failed} retry={again} elsewhere />;
  if (data && !data.run)
    return (
      <EmptyState level={1} icon="clock" title={t.noRun} text={t.watchHelp}>
        <Link href={back}>{t.facts}</Link>
      </EmptyState>
    );
  if (!data?.run || !catalogue || !document.data)
    return (
      <Center h="100dvh">
        <Loader type="dots" />
      </Center>
    );
  const head = { run: data.run, name: document.data.name, back, temporalUrl: data.temporalUrl };
  return (
    <ReactFlowProvider>
      <RunBoard
        {...{ run: data.run, steps: data.steps, document: document.data, catalogue }}
        head={(views, narrow) => <Head {...{ ...head, narrow }}>{views}</Head>}
        summary={() => <p className="billing-hint">{t.watchHint}</p>}
        readOnly
      />
    </ReactFlowProvider>
  );
};

interface HeadProps {
  run: Run;
  name: string;
  back: string;
  temporalUrl: string | null;
  narrow: boolean;
  /** How the run is looked at. */
  children: ReactNode;
}

const Head = ({ run, name, back, temporalUrl, narrow, children }: HeadProps) => {
  const t = useSubscriptionsTexts();
  const r = useRunsTexts();
  return (
    <>
      <header className="editor-head">
        <Link href={back} className="head-back" aria-label={t.facts}>
          <Icon name="chevron-left" />
        </Link>
        <div className="head-title">
          <strong role="heading" aria-level={1} title={name}>
            {name}
          </strong>
          <span>{`v${run.flowVersion ?? ''}`}</span>
        </div>
        <RunStatusMark status={run.status} word={!narrow} />
        {!narrow && <span className="head-middle">{children}</span>}
        {temporalUrl !== null && (
          <Button
            component="a"
            href={temporalUrl}
            target="_blank"
            rel="noreferrer"
            variant="default"
            className="head-tools"
            px={narrow ? 10 : undefined}
            aria-label={r.temporal}
            leftSection={narrow ? undefined : <Icon name="external" size={15} />}
          >
            {narrow ? <Icon name="external" size={16} /> : r.temporal}
          </Button>
        )}
      </header>
      {narrow && (
        <nav className="run-switch-bar" aria-label={r.viewsLabel}>
          {children}
        </nav>
      )}
    </>
  );
};
