import { Checkbox, Group } from '@mantine/core';

interface CheckListProps {
  label: string;
  all: { value: string; label: string }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  /** Its label is read, not only heard. */
  shown?: boolean;
}

/** Several of a few. */
export const CheckList = ({ label, all, chosen, onChange, shown = false }: CheckListProps) => (
  <Checkbox.Group {...(shown ? { label, mt: 'md' } : { 'aria-label': label })} value={chosen} onChange={onChange}>
    <Group gap={14} mt={shown ? 8 : 0}>
      {all.map((one) => (
        <Checkbox key={one.value} value={one.value} label={one.label} />
      ))}
    </Group>
  </Checkbox.Group>
);
