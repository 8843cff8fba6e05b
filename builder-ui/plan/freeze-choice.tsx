import { Checkbox } from '@mantine/core';
import { useChangeTexts } from './change-texts.ts';
import { featureName, useFeatureTexts } from './feature-texts.ts';
import type { Frozen } from './plan-api.ts';

export const keptOf = (items: Frozen['items']): string[] => items.filter(({ keeps }) => keeps).map(({ id }) => id);

/** Below zero there is no limit: something narrower is full, and the answer says what became of it. */
const isBounded = (limit: number): boolean => limit >= 0;

/** Whether more is kept than there is room for. */
export const isOver = (limit: number, kept: readonly string[]): boolean => isBounded(limit) && kept.length > limit;

interface FreezeProps {
  frozen: Frozen;
  /** Ids. */
  kept: string[];
  readOnly?: boolean;
  onKept: (ids: string[]) => void;
}

/** What the smaller plan has no room for: its owner says what stays. */
export const FreezeChoice = ({ frozen, kept, readOnly = false, onKept }: FreezeProps) => {
  const t = useChangeTexts();
  const names = useFeatureTexts();
  const { feature, limit, items } = frozen;
  const full = isBounded(limit) && kept.length >= limit;
  return (
    <fieldset className="plan-freeze">
      <legend>{t.freezeOf(featureName(names, feature), kept.length, limit)}</legend>
      <div className="plan-freeze-list">
        {items.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={kept.includes(id)}
            disabled={readOnly || (full && !kept.includes(id))}
            onChange={({ currentTarget: { checked } }) =>
              // The last one that was chosen is wanted first.
              onKept(checked ? [id, ...kept] : kept.filter((one) => one !== id))
            }
          />
        ))}
      </div>
    </fieldset>
  );
};
