import { ActionIcon, Button, NumberInput, Popover, Stack, Tooltip, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import { type KeyedStore, useKeyed } from '../../keyed-store.ts';
import { useRunsTexts } from '../runs-texts.ts';
import type { Rounds } from './rounds.ts';

interface RoundStepperProps {
  id: string;
  label: string;
  rounds: KeyedStore<Rounds>;
  onPick: (container: string, index: number | undefined) => void;
}

/** Of the rounds that failed so many are listed. */
const LISTED = 12;

/** On the title of a loop: which of its rounds is shown, and the way to the others; those that failed first. */
export const RoundStepper = ({ id, label, rounds: store, onPick }: RoundStepperProps) => {
  const r = useRunsTexts();
  const rounds = useKeyed(store, id);
  const [open, setOpen] = useState(false);
  if (!rounds || rounds.all.length === 0) return null;
  const { all, failed, picked } = rounds;
  const at = picked === undefined ? -1 : all.indexOf(picked);
  const go = (n: number) => onPick(id, all[n]);
  const first = failed[0] ?? all[0];
  return (
    // Neither dragged nor panned, and what is selected stays so: these are buttons.
    <span
      className="round-stepper nodrag nopan"
      role="group"
      aria-label={r.rounds.stepper(label)}
      onClick={(event) => event.stopPropagation()}
    >
      <Move label={r.rounds.before} icon="chevron-left" disabled={at <= 0} onClick={() => go(at - 1)} />
      <Popover opened={open} onChange={setOpen} position="bottom" withinPortal shadow="md">
        <Popover.Target>
          <UnstyledButton
            className="round-word"
            data-failed={picked !== undefined && failed.includes(picked)}
            aria-label={`${r.rounds.choose}: ${at < 0 ? r.rounds.all(all.length) : r.rounds.of(at + 1, all.length)}`}
            onClick={() => setOpen(!open)}
          >
            {at < 0 ? r.rounds.all(all.length) : r.rounds.of(at + 1, all.length)}
            {at < 0 && failed.length > 0 && <b> · {failed.length}✕</b>}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap={8} w={210}>
            <NumberInput
              size="xs"
              label={r.rounds.number}
              min={1}
              max={all.length}
              clampBehavior="strict"
              value={at < 0 ? '' : at + 1}
              onChange={(value) => typeof value === 'number' && go(value - 1)}
            />
            {failed.length > 0 && (
              <div className="round-list" role="group" aria-label={r.rounds.failedOnes}>
                <small>{r.rounds.failedOnes}</small>
                {failed.slice(0, LISTED).map((index) => (
                  <Button key={index} size="compact-xs" variant="light" color="red" onClick={() => onPick(id, index)}>
                    {all.indexOf(index) + 1}
                  </Button>
                ))}
                {failed.length > LISTED && <small>+{failed.length - LISTED}</small>}
              </div>
            )}
            <Button size="compact-sm" variant="default" disabled={at < 0} onClick={() => onPick(id, undefined)}>
              {r.rounds.showAll}
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <Move
        label={at < 0 && failed.length > 0 ? r.rounds.firstFailed(failed.length) : r.rounds.after}
        icon="chevron-right"
        disabled={at === all.length - 1}
        onClick={() => (at < 0 ? onPick(id, first) : go(at + 1))}
      />
    </span>
  );
};

interface MoveProps {
  label: string;
  icon: 'chevron-left' | 'chevron-right';
  disabled: boolean;
  onClick: () => void;
}

const Move = ({ label, icon, disabled, onClick }: MoveProps) => (
  <Tooltip label={label}>
    <ActionIcon size={20} variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={13} stroke={2.2} />
    </ActionIcon>
  </Tooltip>
);
