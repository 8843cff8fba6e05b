import { ActionIcon, Button, ScrollArea, Tooltip } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { fixedZone } from '#flow/timezone.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { bringIntoView } from '../editor/add-step.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { JsonBlock } from '../runs/json-block.tsx';
import { edgeStates, nodeStates, stepsByNode } from '../runs/run-states.ts';
import '../runs/runs.css';
import { StepError } from '../testing/step-error.tsx';
import type { TestingHere } from '../testing/use-testing-here.ts';
import { useLocale } from '../texts/texts.ts';
import { Decisions } from './decisions.tsx';
import { nodeAt } from './frames.ts';
import { MomentsList } from './moments-list.tsx';
import type { Simulation } from './simulation.ts';
import { useSimulatorTexts } from './simulator-texts.ts';
import { clockWords, spanWords } from './time-words.ts';
import { useSimulation, type Walk } from './use-simulation.ts';

interface SimulatorStageProps {
  here: TestingHere;
  catalogue: Catalogue;
  simulation: Simulation;
  /** The flow was edited since. */
  isOld: boolean;
  onRestart: () => void;
  onLeave: () => void;
}

/** One simulation: its clock and its ways, what can be decided, what each step holds at that instant. */
export const SimulatorStage = (props: SimulatorStageProps) => {
  const { here, catalogue, simulation, isOld, onRestart, onLeave } = props;
  const { store, world } = here;
  const t = useSimulatorTexts();
  const locale = useLocale();
  const canvas = useReactFlow();
  const walk = useSimulation(simulation);
  const { steps, moments, frame } = walk;
  const { document } = simulation;
  const label = (id: string): string => {
    const node = findNode(document, id);
    return node ? nodeLabel(node, catalogue, locale) : id;
  };
  const about = nodeAt(moments, frame);
  useEffect(() => {
    const byNode = stepsByNode([...steps]);
    world.states.replace(nodeStates(byNode));
    world.edges.replace(edgeStates(document, byNode));
  }, [world, steps, document]);
  useEffect(() => {
    // What the canvas and the inspector show follows the walk; whoever selects another step looks at that one.
    if (about === undefined) return;
    store.select([about]);
    bringIntoView(canvas, about);
  }, [store, canvas, about]);
  useEffect(
    () => () => {
      world.states.replace(new Map());
      world.edges.replace(new Map());
    },
    [world],
  );
  return (
    <>
      <div className="sim-side">
        <Controls walk={walk} simulation={simulation} />
        {isOld && (
          <div className="sim-old">
            <span>{t.changed}</span>
            <Button size="compact-xs" variant="light" onClick={onRestart}>
              {t.restart}
            </Button>
          </div>
        )}
        <MomentsList walk={walk} plan={simulation.plan} label={label} />
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onLeave}>
          {t.restart}
        </Button>
      </div>
      <ScrollArea className="sim-decide" type="auto">
        <Decisions
          walk={walk}
          plan={simulation.plan}
          label={label}
          zone={fixedZone(simulation.plan.settings.timezone)}
        />
      </ScrollArea>
      <Values here={here} walk={walk} />
    </>
  );
};

const Controls = ({ walk, simulation }: { walk: Walk; simulation: Simulation }) => {
  const t = useSimulatorTexts();
  const locale = useLocale();
  const { moment, before } = walk;
  const skipped = before ? spanWords(moment.now - before.now, locale) : '';
  const button = (icon: IconName, name: string, act: () => void, disabled: boolean) => (
    <Tooltip label={name} position="bottom">
      <ActionIcon variant="default" size="lg" aria-label={name} disabled={disabled} onClick={act}>
        <Icon name={icon} size={17} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div className="sim-controls">
      <div className="sim-buttons" role="toolbar" aria-label={t.walk}>
        {button('rotate-clockwise', t.toFirst, walk.toFirst, walk.isFirst)}
        {button('chevron-left', t.back, walk.back, walk.isFirst)}
        {button('chevron-right', t.forward, walk.forward, walk.isStuck)}
        {button('player-skip-forward', t.toWait, walk.toWait, walk.isStuck)}
      </div>
      <output className="sim-clock" aria-label={t.clock}>
        <Icon name="clock" size={15} />
        <span>{clockWords(moment.now, locale, fixedZone(simulation.plan.settings.timezone))}</span>
        {skipped && <b>{t.later(skipped)}</b>}
      </output>
    </div>
  );
};

/** What the selected step holds at this instant, and what the run does. */
const Values = ({ here, walk }: { here: TestingHere; walk: Walk }) => {
  const t = useSimulatorTexts();
  const selected = useEditor(here.store, (state) => state.nodes);
  const [id] = selected;
  const step = walk.steps.findLast((one) => one.node === id);
  const { state } = walk.moment;
  const hasVars = Object.keys(state.vars).length > 0;
  return (
    <div className="test-data">
      <div className="test-columns">
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          {step ? <JsonBlock title={t.input} value={step.input} /> : <p className="test-hint">{t.notHere}</p>}
          {hasVars && <JsonBlock title={t.variables} value={state.vars} />}
        </ScrollArea>
        <ScrollArea className="test-column" type="auto" scrollbarSize={8} offsetScrollbars="y">
          {step?.error && <StepError error={step.error} />}
          {step && <JsonBlock title={t.stepOutput} value={step.output} />}
          {state.end && <JsonBlock title={t.output} value={state.end.output} />}
        </ScrollArea>
      </div>
    </div>
  );
};
