import { Suspense, useMemo } from 'react';
import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';
import { type EditorStore, useEditor } from '../../editor/editor-store.ts';
import { lazyPart } from '../../shell/lazy-part.tsx';
import './dry.css';

/** The machine and the time zones come when somebody looks at a wait. */
const DryWait = lazyPart(() => import('./dry-wait.tsx').then((part) => part.DryWait));
const DryRetry = lazyPart(() => import('./dry-retry.tsx').then((part) => part.DryRetry));
const DrySchedule = lazyPart(() => import('./dry-schedule.tsx').then((part) => part.DrySchedule));

const WAITS: ReadonlySet<string> = new Set(['wait', 'waitForEvent', 'approval', 'ask']);

interface WaitCheckProps {
  store: EditorStore;
  catalogue: Catalogue;
  node: FlowNode;
}

/** Below the form of a step that waits: when it would be over. */
export const WaitCheck = ({ store, catalogue, node }: WaitCheckProps) => {
  const settings = useEditor(store, (state) => state.document.settings);
  const place = useMemo(() => ({ settings, catalogue }), [settings, catalogue]);
  if (!WAITS.has(node.type)) return null;
  return (
    <Suspense fallback={null}>
      <DryWait node={node} place={place} />
    </Suspense>
  );
};

/** Below the settings of an action: how often it is tried, and how long that takes. */
export const RetryCheck = ({ node, type }: { node: FlowNode; type: NodeType | undefined }) =>
  type?.kind === 'action' ? (
    <Suspense fallback={null}>
      <DryRetry node={node} type={type} />
    </Suspense>
  ) : null;

/** Above the next times of a schedule: the schedule in words. */
export const ScheduleCheck = ({ trigger }: Pick<FlowDocument, 'trigger'>) => (
  <Suspense fallback={null}>
    <DrySchedule config={trigger.config} />
  </Suspense>
);
