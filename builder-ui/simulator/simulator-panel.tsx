import { Alert, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { useSession } from '../shell/session.ts';
import { localMinute } from '../testing/dry/local-minute.ts';
import { EventSide } from '../testing/event-side.tsx';
import { eventNow } from '../testing/test-event.ts';
import type { TestingHere } from '../testing/use-testing-here.ts';
import { useLocale } from '../texts/texts.ts';
import { type Simulation, simulationOf } from './simulation.ts';
import './simulator.css';
import { SimulatorStage } from './simulator-stage.tsx';
import { useSimulatorTexts } from './simulator-texts.ts';

/** Steps through the draft in the page: first with what and when, then moment by moment. */
export const SimulatorPanel = ({ here, catalogue }: { here: TestingHere; catalogue: Catalogue }) => {
  const { store, testing } = here;
  const t = useSimulatorTexts();
  const locale = useLocale();
  const tenant = useSession()?.tenant;
  const document = useEditor(store, (state) => state.document);
  const [startsAt, setStartsAt] = useState(() => localMinute(new Date()));
  const [begun, setBegun] = useState<{ simulation: Simulation; n: number } | 'errors' | null>(null);
  const begin = () => {
    const { board } = store.get();
    const data = eventNow(store.get(), testing.get());
    const start = new Date(startsAt);
    const instant = Number.isNaN(start.getTime()) ? new Date() : start;
    const given = { document, board, catalogue, locale, data, startsAt: instant.toISOString(), tenant };
    const simulation = simulationOf(given);
    setBegun((now) => (simulation ? { simulation, n: typeof now === 'object' && now ? now.n + 1 : 0 } : 'errors'));
  };
  if (begun && begun !== 'errors')
    return (
      <SimulatorStage
        key={begun.n}
        {...{ here, catalogue }}
        simulation={begun.simulation}
        isOld={begun.simulation.document !== document}
        onRestart={begin}
        onLeave={() => setBegun(null)}
      />
    );
  return (
    <>
      <EventSide here={here} simulated />
      <div className="sim-begin">
        <p>{t.beginText}</p>
        <div className="sim-begin-row">
          <TextInput
            type="datetime-local"
            label={t.startsAt}
            value={startsAt}
            onChange={(event) => setStartsAt(event.currentTarget.value)}
          />
          <Button leftSection={<Icon name="play" size={15} />} onClick={begin}>
            {t.begin}
          </Button>
        </div>
        {begun === 'errors' && (
          <Alert color="red" variant="light" role="alert">
            {t.hasErrors}
          </Alert>
        )}
      </div>
    </>
  );
};
