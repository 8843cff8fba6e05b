import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { CellView } from './cell-view.tsx';
import type { Column } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';
import type { Conflict } from './use-cell-saving.ts';

interface ConflictDialogProps {
  conflict: Conflict | null;
  columns: readonly Column[];
  onSettle: (keep: 'mine' | 'theirs') => void;
}

/** Somebody changed the row in between: both values side by side, and who looks chooses. */
export const ConflictDialog = ({ conflict, columns, onSettle }: ConflictDialogProps) => {
  const t = useTablesTexts();
  const locale = useLocale();
  const changed = columns.filter(({ name }) => conflict && Object.hasOwn(conflict.values, name));
  const [only] = changed;
  const cell = (column: Column, value: Json | undefined) =>
    value === null || value === undefined ? <em>{t.emptyValue}</em> : <CellView column={column} value={value} />;
  return (
    <Modal opened={conflict !== null} onClose={() => onSettle('theirs')} title={t.conflictTitle} size="lg">
      <Stack>
        <Text size="sm">{changed.length === 1 && only ? t.conflictText(only.name) : t.conflictRow}</Text>
        <table className="table-conflict">
          <thead>
            <tr>
              <th>{t.column}</th>
              <th>{t.mine}</th>
              <th>
                {t.theirs}
                {conflict && <small> · {dateTime(conflict.theirs.updatedAt, locale)}</small>}
              </th>
            </tr>
          </thead>
          <tbody>
            {changed.map((column) => (
              <tr key={column.id}>
                <th scope="row">{column.name}</th>
                <td>{cell(column, conflict?.values[column.name])}</td>
                <td>{cell(column, conflict?.theirs.values[column.name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={() => onSettle('theirs')}>
            {t.keepTheirs}
          </Button>
          <Button onClick={() => onSettle('mine')}>{t.keepMine}</Button>
        </Group>
      </Stack>
    </Modal>
  );
};
