import { ActionIcon, Tabs } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, Suspense, useEffect, useRef } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Flow } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { lazyPart } from '../shell/lazy-part.tsx';
import { EventSide } from './event-side.tsx';
import { FollowTest } from './follow-test.tsx';
import { MissingOutputs } from './missing-outputs.tsx';
import { PanelLoader } from './panel-loader.tsx';
import { PinDialog } from './pin-dialog.tsx';
import { ResizeEdge, usePanelHeight } from './resize-edge.tsx';
import { StepData } from './step-data.tsx';
import { TestHead } from './test-head.tsx';
import { TestSteps } from './test-steps.tsx';
import './testing.css';
import { type TestingTab, useTesting } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

/** The machine and the compiler come when somebody steps through. */
const SimulatorPanel = lazyPart(() => import('../simulator/simulator-panel.tsx').then((part) => part.SimulatorPanel));

interface TestingDrawerProps {
  here: TestingHere;
  flow: Flow;
  catalogue: Catalogue;
}

/** Below the canvas: the event, the steps of the test, what each got and gave; or the simulator. */
export const TestingDrawer = ({ here, flow, catalogue }: TestingDrawerProps) => {
  const { testing } = here;
  const open = useTesting(testing, (state) => state.open);
  const runId = useTesting(testing, (state) => state.results?.runId);
  const pinning = useTesting(testing, (state) => state.pinning);
  const asking = useTesting(testing, (state) => state.asking);
  return (
    <>
      {runId !== undefined && <FollowTest key={runId} testing={testing} runId={runId} />}
      {pinning !== null && <PinDialog key={pinning} here={here} catalogue={catalogue} node={pinning} />}
      {asking && <MissingOutputs key={asking.node} here={here} catalogue={catalogue} asking={asking} />}
      {open && <Drawer here={here} flow={flow} catalogue={catalogue} />}
    </>
  );
};

/** The canvas loses its lower part to the drawer: what stood in its middle still does. */
const useCentreKept = (): RefObject<HTMLElement | null> => {
  const canvas = useReactFlow();
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => {
    const by = (drawer.current?.offsetHeight ?? 0) / 2;
    const shift = (y: number): void => {
      const at = canvas.getViewport();
      void canvas.setViewport({ ...at, y: at.y + y });
    };
    shift(-by);
    return () => shift(by);
  }, [canvas]);
  return drawer;
};

const Drawer = ({ here, flow, catalogue }: TestingDrawerProps) => {
  const { testing } = here;
  const t = useTestingTexts();
  const tab = useTesting(testing, (state) => state.tab);
  const [height, setHeight] = usePanelHeight();
  const drawer = useCentreKept();
  const results = useTesting(testing, (state) => state.results);
  const close = () => {
    testing.set({ open: false });
    // Focus was in what is gone: the canvas is next.
    document.querySelector<HTMLElement>('.editor-canvas')?.focus();
  };
  const closeByKey = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // Menus and dialogs stand elsewhere, and fields have an Esc of their own.
    const isOurs = event.currentTarget.contains(target) && !target.matches('input, textarea');
    if (event.key === 'Escape' && isOurs && !event.defaultPrevented) close();
  };
  return (
    <section ref={drawer} className="testing" aria-label={t.title} style={{ height }} onKeyDown={closeByKey}>
      <ResizeEdge label={t.resize} height={height} onChange={setHeight} />
      <Tabs
        className="testing-tabs"
        value={tab}
        onChange={(value) => testing.set({ tab: (value ?? 'test') as TestingTab })}
        keepMounted={false}
      >
        <header className="testing-head">
          <Tabs.List>
            <Tabs.Tab value="test">{t.title}</Tabs.Tab>
            <Tabs.Tab value="simulator">{t.simulator}</Tabs.Tab>
          </Tabs.List>
          {tab === 'test' && <TestHead here={here} flow={flow} catalogue={catalogue} />}
          <ActionIcon variant="subtle" color="gray" aria-label={t.close} onClick={close}>
            <Icon name="x" size={16} />
          </ActionIcon>
        </header>
        <Tabs.Panel value="test" className="testing-body" data-empty={!results}>
          <EventSide here={here} />
          {results ? (
            <>
              <TestSteps here={here} catalogue={catalogue} results={results} />
              <StepData here={here} catalogue={catalogue} results={results} />
            </>
          ) : (
            <div className="testing-none">
              <strong>{t.first}</strong>
              <p>{t.firstHelp}</p>
            </div>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="simulator" className="testing-body">
          <Suspense fallback={<PanelLoader />}>
            <SimulatorPanel here={here} catalogue={catalogue} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
};
