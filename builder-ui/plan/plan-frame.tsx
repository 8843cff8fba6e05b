import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useNamed } from '../shell/place-name.ts';
import { useMay } from '../shell/session.ts';
import './plan.css';
import { usePlanTexts } from './plan-texts.ts';
import { useMayReadPaid } from './use-plan.ts';

const TABS = { plan: '/plan', invoices: '/plan/invoices', data: '/plan/data' } as const;
export type PlanTab = keyof typeof TABS;

/** Whether who is signed in may change what the account pays for. */
export const useMayPay = (): boolean => useMay('billing:write');

/** Head and tabs of all that is about the plan; invoices are for who looks after them. */
export const PlanFrame = ({ here, children }: { here: PlanTab; children: ReactNode }) => {
  const t = usePlanTexts();
  const mayRead = useMayReadPaid();
  useNamed(here === 'plan' ? undefined : t.tabs[here]);
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
      </header>
      {mayRead && (
        <PageTabs
          label={t.title}
          tabs={(Object.keys(TABS) as PlanTab[]).map((tab) => ({
            href: TABS[tab],
            text: t.tabs[tab],
            isHere: tab === here,
          }))}
        />
      )}
      {children}
    </>
  );
};
