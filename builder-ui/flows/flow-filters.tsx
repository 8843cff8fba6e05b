import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { setSearch } from '../router.ts';
import { useTexts } from '../texts/texts.ts';
import { type FlowSort, type FlowWish, SORTS, STATES } from './choose-flows.ts';
import { useFlowsTexts } from './flows-texts.ts';

interface FlowFiltersProps {
  wish: FlowWish;
  /** How many of the rows are chosen: none, all, or some. */
  chosen: { all: boolean; some: boolean } | null;
  onChooseAll: (chosen: boolean) => void;
}

/** Search, state and order; all of it stands in the address. */
export const FlowFilters = ({ wish, chosen, onChooseAll }: FlowFiltersProps) => {
  const t = useFlowsTexts();
  const texts = useTexts();
  // What is typed is shown at once; the address follows.
  const [words, setWords] = useState(wish.words);
  const [known, setKnown] = useState(wish.words);
  if (known !== wish.words) {
    setKnown(wish.words);
    setWords(wish.words);
  }
  return (
    <div className="flow-filters">
      {chosen && (
        <Checkbox
          size="xs"
          aria-label={t.chooseAll}
          checked={chosen.all}
          indeterminate={chosen.some && !chosen.all}
          onChange={(event) => onChooseAll(event.currentTarget.checked)}
        />
      )}
      <TextInput
        className="flow-words"
        placeholder={texts.flows.search}
        aria-label={texts.flows.search}
        leftSection={<Icon name="search" size={16} />}
        value={words}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setWords(text);
          setKnown(text);
          setSearch({ q: text });
        }}
      />
      <SegmentedControl
        className="flow-states"
        size="xs"
        aria-label={t.state}
        value={wish.state}
        onChange={(value) => setSearch({ state: value === 'any' ? null : value })}
        data={STATES.map((value) => ({ value, label: t.states[value] }))}
      />
      <Select
        className="flow-sort"
        size="xs"
        aria-label={t.sort}
        leftSection={<Icon name="sort" size={15} />}
        value={wish.sort}
        allowDeselect={false}
        onChange={(value) => setSearch({ sort: value === 'changed' ? null : (value as FlowSort) })}
        data={SORTS.map((value) => ({ value, label: t.sorts[value] }))}
      />
    </div>
  );
};
