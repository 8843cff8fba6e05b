import type { KeyedStore } from '../../keyed-store.ts';
import { useRunsTexts } from '../runs-texts.ts';
import { RoundStepper } from './round-stepper.tsx';
import type { Rounds } from './rounds.ts';

interface LoopBarProps {
  loops: { id: string; label: string }[];
  rounds: KeyedStore<Rounds>;
  onPick: (container: string, index: number | undefined) => void;
}

/** The loops of a run over its canvas: wherever one looks, the rounds are at hand. */
export const LoopBar = ({ loops, rounds, onPick }: LoopBarProps) => {
  const r = useRunsTexts();
  if (loops.length === 0) return null;
  return (
    <nav className="loop-bar" aria-label={r.rounds.bar}>
      {loops.map(({ id, label }) => (
        <span key={id}>
          <b>{label}</b>
          <RoundStepper {...{ id, label, rounds, onPick }} />
        </span>
      ))}
    </nav>
  );
};
