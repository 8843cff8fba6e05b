import { Button, Checkbox, Popover, Radio, Select, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import { setSearch } from '../../router.ts';
import { useTexts } from '../../texts/texts.ts';
import { type ListFilter, PERIODS, STATUSES } from './filter.ts';
import { useListTexts } from './list-texts.ts';

/** One word of the sentence: pressed, it shows what could stand in its place. */
const Word = ({ label, text, set, children }: { label: string; text: string; set: boolean; children: ReactNode }) => {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" withinPortal shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton
          className="filter-word"
          data-set={set}
          aria-label={`${label}: ${text}`}
          onClick={() => setOpen(!open)}
        >
          {text}
          <Icon name="chevron-down" size={13} stroke={2.2} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  );
};

interface FilterSentenceProps {
  filter: ListFilter;
  flows: { id: string; name: string }[];
}

const SEARCH_MS = 300;

/** The filters of the list, read as a sentence and kept in the address. */
export const FilterSentence = ({ filter, flows }: FilterSentenceProps) => {
  const t = useTexts();
  const l = useListTexts();
  const { statuses, period, flow, test } = filter;
  const flowName = flows.find(({ id }) => id === flow)?.name ?? flow;
  return (
    <div className="filter-sentence" role="search">
      <span>{l.runs}</span>
      <Word
        label={l.state}
        set={statuses.length > 0}
        text={statuses.length === 0 ? l.anyStatus : statuses.map((status) => l.statuses[status]).join(l.or)}
      >
        <Checkbox.Group
          label={l.state}
          value={statuses}
          onChange={(value) => setSearch({ status: STATUSES.filter((one) => value.includes(one)).join(',') })}
        >
          <Stack gap={8} mt={8}>
            {STATUSES.map((status) => (
              <Checkbox key={status} size="xs" value={status} label={t.runStatus[status]} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Word>
      <Word label={l.period} set={period !== null} text={period === null ? l.anyPeriod : l.periods[period]}>
        <Radio.Group label={l.period} value={period ?? ''} onChange={(value) => setSearch({ period: value })}>
          <Stack gap={8} mt={8}>
            <Radio size="xs" value="" label={l.anyPeriod} />
            {PERIODS.map(({ value }) => (
              <Radio key={value} size="xs" value={value} label={l.periods[value]} />
            ))}
          </Stack>
        </Radio.Group>
      </Word>
      <Word label={l.flow} set={flow !== null} text={flow === null ? l.anyFlow : l.ofFlow(flowName ?? '')}>
        <Select
          label={l.flow}
          searchable
          clearable
          w={240}
          placeholder={l.anyFlow}
          comboboxProps={{ withinPortal: false }}
          data={flows.map(({ id, name }) => ({ value: id, label: name }))}
          value={flow}
          onChange={(value) => setSearch({ flow: value })}
        />
      </Word>
      <Word label={l.kind} set={test !== null} text={test === null ? l.anyTest : test ? l.onlyTest : l.noTest}>
        <Radio.Group
          label={l.kind}
          value={test === null ? '' : String(test)}
          onChange={(value) => setSearch({ test: value })}
        >
          <Stack gap={8} mt={8}>
            <Radio size="xs" value="" label={l.anyTest} />
            <Radio size="xs" value="false" label={l.noTest} />
            <Radio size="xs" value="true" label={l.onlyTest} />
          </Stack>
        </Radio.Group>
      </Word>
      <SearchField q={filter.q} />
      {(statuses.length > 0 || period !== null || flow !== null || test !== null || filter.q !== '') && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => setSearch({ status: null, period: null, flow: null, test: null, q: null })}
        >
          {l.clear}
        </Button>
      )}
    </div>
  );
};

/** What is typed goes into the address when the hand rests. */
const SearchField = ({ q }: { q: string }) => {
  const l = useListTexts();
  const [text, setText] = useState(q);
  const [own, setOwn] = useState(q);
  const tell = useDebouncedCallback((value: string) => {
    setOwn(value);
    setSearch({ q: value });
  }, SEARCH_MS);
  // A saved view, or the way back, changed it from outside.
  useEffect(() => {
    if (q !== own) {
      setOwn(q);
      setText(q);
    }
  }, [q, own]);
  return (
    <TextInput
      size="xs"
      className="filter-search"
      aria-label={l.search}
      placeholder={l.searchHint}
      leftSection={<Icon name="search" size={14} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
};
