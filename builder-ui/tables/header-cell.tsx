import { Menu } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { useMay } from '../shell/session.ts';
import type { Column, ColumnType, SortBy } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';

const ICONS: Record<ColumnType, IconName> = {
  text: 'note',
  number: 'function',
  boolean: 'check',
  date: 'calendar-time',
  dateTime: 'clock',
  choice: 'list',
  json: 'braces',
};

export interface ColumnActions {
  onSort: (sort: SortBy | null) => void;
  onFilter: (column: Column) => void;
  onEdit: (column: Column) => void;
  onDelete: (column: Column) => void;
}

interface HeaderCellProps extends ColumnActions {
  column: Column;
  at: number;
  sort: SortBy | undefined;
}

/** A column's name; its menu sorts, filters and changes it. */
export const HeaderCell = ({ column, at, sort, onSort, onFilter, onEdit, onDelete }: HeaderCellProps) => {
  const t = useTablesTexts();
  const mayWrite = useMay('data:write');
  const { name, type, required, unique } = column;
  const order = sort === undefined ? undefined : sort.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-colindex={at + 2} aria-sort={order} data-type={type}>
      <Menu position="bottom-start" withinPortal width={230}>
        <Menu.Target>
          <button type="button" className="grid-column" aria-label={t.columnMenu(name)} title={name}>
            <Icon name={ICONS[type]} size={14} />
            <span>{name}</span>
            {required && <i title={t.required}>*</i>}
            {unique && <Icon name="key" size={12} />}
            {sort && (
              <b data-down={sort.descending || undefined}>
                <Icon name="chevron-down" size={14} stroke={2.4} />
              </b>
            )}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {type !== 'json' && (
            <>
              <Menu.Item onClick={() => onSort({ column: name, descending: false })}>{t.sortUp}</Menu.Item>
              <Menu.Item onClick={() => onSort({ column: name, descending: true })}>{t.sortDown}</Menu.Item>
              {sort && <Menu.Item onClick={() => onSort(null)}>{t.unsort}</Menu.Item>}
            </>
          )}
          <Menu.Item leftSection={<Icon name="search" size={15} />} onClick={() => onFilter(column)}>
            {t.filterBy}
          </Menu.Item>
          {mayWrite && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Icon name="settings" size={15} />} onClick={() => onEdit(column)}>
                {t.editColumn}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={() => onDelete(column)}>
                {t.deleteColumn}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </th>
  );
};
