import { ScrollArea, UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Plan } from '#flow/plan/plan.ts';
import { useLocale } from '../texts/texts.ts';
import { type SimulatorTexts, useSimulatorTexts } from './simulator-texts.ts';
import { spanWords } from './time-words.ts';
import type { Walk } from './use-simulation.ts';
import { type WhatLed, whatLed } from './what-led.ts';

const words = (led: WhatLed, t: SimulatorTexts, label: (id: string) => string): string => {
  switch (led.kind) {
    case 'event':
      return t.led.event(led.name);
    case 'answered':
    case 'failed':
    case 'waited':
    case 'overdue':
      return t.led[led.kind](label(led.node));
    default:
      return t.led[led.kind];
  }
};

interface MomentsListProps {
  walk: Walk;
  plan: Plan;
  /** What people call a step. */
  label: (id: string) => string;
}

/** What happened so far, with the time between; to choose one is to go there. */
export const MomentsList = ({ walk, plan, label }: MomentsListProps) => {
  const t = useSimulatorTexts();
  const locale = useLocale();
  const { moments, frame } = walk;
  const chosen = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (frame.moment >= 0) chosen.current?.scrollIntoView({ block: 'nearest' });
  }, [frame.moment]);
  return (
    <ScrollArea className="sim-moments" type="auto" scrollbarSize={8} aria-label={t.history}>
      {moments.slice(1).map((moment, n) => {
        const before = moments[n];
        const span = before ? spanWords(moment.now - before.now, locale) : '';
        const isHere = n + 1 === frame.moment;
        return (
          <UnstyledButton
            key={`${moment.seq}/${n}`}
            ref={isHere ? chosen : undefined}
            className="sim-moment"
            aria-current={isHere ? 'step' : undefined}
            data-later={n + 1 > frame.moment}
            onClick={() => walk.goTo(n + 1)}
          >
            {span && <small>{t.later(span)}</small>}
            <span>{words(whatLed(plan, before, moment), t, label)}</span>
          </UnstyledButton>
        );
      })}
    </ScrollArea>
  );
};
