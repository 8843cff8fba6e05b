import { NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { DurationControl } from '../form/duration-control.tsx';
import { JsonInput } from '../form/json-input.tsx';
import { CronControl } from './cron-control.tsx';
import { useGalleryTexts } from './gallery-texts.ts';
import type { SetupField } from './gallery-types.ts';
import { ItemsControl, itemsIn } from './items-control.tsx';

interface SetupControlProps {
  id: string;
  field: SetupField;
  value: Json;
  onChange: (value: Json) => void;
}

const INPUTS: Partial<Record<SetupField['kind'], string>> = { email: 'email', url: 'url', time: 'time' };
const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The control of a field by its kind. */
export const SetupControl = ({ id, field, value, onChange }: SetupControlProps) => {
  const t = useGalleryTexts();
  const text = typeof value === 'string' ? value : '';
  const example = typeof field.example === 'string' ? field.example : '';
  const changeNumber = (factor: number) => (next: string | number) =>
    onChange(typeof next === 'number' ? Math.round(next * factor) : null);
  switch (field.kind) {
    case 'longText':
      return (
        <Textarea
          id={id}
          value={text}
          placeholder={example}
          autosize
          minRows={3}
          maxRows={8}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
      return <NumberInput id={id} value={typeof value === 'number' ? value : ''} min={0} onChange={changeNumber(1)} />;
    case 'money':
      return (
        <NumberInput
          id={id}
          value={typeof value === 'number' ? value / 100 : ''}
          min={0}
          decimalScale={2}
          fixedDecimalScale
          decimalSeparator=","
          thousandSeparator="."
          prefix="R$ "
          onChange={changeNumber(100)}
        />
      );
    case 'duration':
      return <DurationControl id={id} text={text} invalid={false} onChange={onChange} />;
    case 'cron':
      return <CronControl id={id} cron={text} onChange={onChange} />;
    case 'days':
      return (
        <SegmentedControl
          id={id}
          aria-label={field.title}
          value={value === 'business' ? 'business' : 'all'}
          data={[
            { value: 'business', label: t.business },
            { value: 'all', label: t.everyDay },
          ]}
          onChange={(next) => onChange(next === 'business' ? 'business' : EVERY_DAY)}
        />
      );
    case 'list': {
      const items = itemsIn(value, field.parts);
      if (items) return <ItemsControl {...{ items, onChange }} parts={field.parts} label={field.title} />;
      return <JsonInput id={id} value={value} minRows={3} maxRows={12} onChange={(next) => onChange(next ?? [])} />;
    }
    default:
      return (
        <TextInput
          id={id}
          type={INPUTS[field.kind] ?? 'text'}
          value={text}
          placeholder={example && t.example(example)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
};
