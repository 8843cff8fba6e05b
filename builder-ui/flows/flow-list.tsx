import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { setSearch } from '../router.ts';
import { EmptyState } from '../shell/states.tsx';
import { type FlowActions, FlowRow } from './flow-row.tsx';
import type { FlowActivity, ListedFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

/** So many rows are drawn at first, and more each time they are asked for. */
const ROWS = 100;

interface FlowListProps {
  rows: ListedFlow[];
  activities: ReadonlyMap<string, FlowActivity> | undefined;
  chosen: ReadonlySet<string>;
  setChosen: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;
  mayWrite: boolean;
  actions: FlowActions;
  filtered: boolean;
}

export const FlowList = ({ rows, activities, chosen, setChosen, mayWrite, actions, filtered }: FlowListProps) => {
  const t = useFlowsTexts();
  const [most, setMost] = useState(ROWS);
  const choose = useCallback(
    (id: string, on: boolean) =>
      setChosen((before) => {
        const next = new Set(before);
        if (on) next.add(id);
        else next.delete(id);
        return next;
      }),
    [setChosen],
  );
  if (rows.length === 0)
    return (
      <EmptyState icon="search" title={t.noneHere} text={t.noneHereHelp}>
        {filtered && (
          <Button
            variant="default"
            mt="sm"
            onClick={() => setSearch({ q: null, folder: null, tag: null, state: null })}
          >
            {t.clearFilters}
          </Button>
        )}
      </EmptyState>
    );
  return (
    <>
      <ul className="rows">
        {rows.slice(0, most).map((flow) => (
          <FlowRow
            key={flow.id}
            flow={flow}
            activity={activities?.get(flow.id)}
            chosen={chosen.has(flow.id)}
            onChoose={choose}
            mayWrite={mayWrite}
            actions={actions}
          />
        ))}
      </ul>
      {rows.length > most && (
        <Button variant="subtle" fullWidth mt="sm" onClick={() => setMost(most + ROWS)}>
          {t.showMore(Math.min(ROWS, rows.length - most))}
        </Button>
      )}
    </>
  );
};
