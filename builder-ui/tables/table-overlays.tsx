import { navigate } from '../router.ts';
import { toastDone } from '../shell/toasts.tsx';
import { ColumnDialog, DeleteColumnDialog } from './column-dialogs.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { RowDialog } from './row-dialog.tsx';
import { DeleteTableDialog, NameDialog } from './table-dialogs.tsx';
import type { Column, DataTable, Row } from './table-types.ts';
import { useTablesTexts } from './tables-texts.ts';
import type { useCellSaving } from './use-cell-saving.ts';
import type { Rows } from './use-rows.ts';

/** What stands over the table; a row or column that is null is a new one. */
export type Overlay =
  | { kind: 'row'; row: Row | null }
  | { kind: 'column'; column: Column | null }
  | { kind: 'drop'; column: Column }
  | { kind: 'name' | 'delete' | 'import' };

interface TableOverlaysProps {
  table: DataTable;
  overlay: Overlay | null;
  list: Rows;
  saving: ReturnType<typeof useCellSaving>;
  onClose: () => void;
  onChanged: (table: DataTable) => void;
  onReload: () => void;
}

export const TableOverlays = ({ table, overlay, list, saving, onClose, onChanged, onReload }: TableOverlaysProps) => {
  const t = useTablesTexts();
  const onDone = (next: DataTable) => {
    onClose();
    onChanged(next);
  };
  const onStale = () => {
    onClose();
    toastDone(t.stale);
    onReload();
  };
  const row = overlay?.kind === 'row' ? overlay.row : undefined;
  const shared = { table, onClose, onDone, onStale };
  return (
    <>
      <RowDialog
        table={table}
        row={row}
        onClose={onClose}
        onSaved={(saved) => {
          if (row) list.put(saved);
          else list.append([saved]);
          onClose();
          toastDone(t.rowSaved);
        }}
        onConflict={(seen, values) => {
          onClose();
          saving.save(seen, values);
        }}
      />
      <ColumnDialog {...shared} column={overlay?.kind === 'column' ? overlay.column : undefined} />
      <DeleteColumnDialog {...shared} column={overlay?.kind === 'drop' ? overlay.column : null} />
      <NameDialog {...shared} opened={overlay?.kind === 'name'} />
      <DeleteTableDialog
        table={table}
        opened={overlay?.kind === 'delete'}
        onClose={onClose}
        onDeleted={() => {
          toastDone(t.tableDeleted(table.name));
          navigate('/data');
        }}
      />
      <ImportDialog
        table={table}
        opened={overlay?.kind === 'import'}
        onClose={onClose}
        onImported={() => {
          onClose();
          onReload();
          list.reload();
        }}
      />
      <ConflictDialog conflict={saving.conflict} columns={table.columns} onSettle={saving.settle} />
    </>
  );
};
