import { useState } from 'react';
import { ApiError, isStatus } from '../api-error.ts';
import { toastError } from '../shell/toasts.tsx';
import type { ChangeQuestion, DataTable } from './table-types.ts';
import { questionIn, type TableChange, tablesApi } from './tables-api.ts';

interface TableChanging {
  busy: boolean;
  /** What the API wants to know before it does the last change. */
  question: ChangeQuestion | null;
  /** By pointer. */
  faults: Record<string, string>;
  /** Does it; what would lose something becomes a question, which the same change with `confirm` answers. */
  change: (body: TableChange) => Promise<void>;
  forget: () => void;
}

/** Changes a table over the revision that was seen. */
export const useTableChange = (
  table: DataTable,
  { onDone, onStale }: { onDone: (table: DataTable) => void; onStale: () => void },
): TableChanging => {
  const [busy, setBusy] = useState(false);
  const [question, setQuestion] = useState<ChangeQuestion | null>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const forget = () => {
    setQuestion(null);
    setFaults({});
  };
  const change = async (body: TableChange) => {
    setBusy(true);
    setFaults({});
    try {
      const changed = await tablesApi.change(table, body);
      forget();
      onDone({ ...changed, ...(table.flows ? { flows: table.flows } : {}) });
    } catch (error) {
      const asked = questionIn(error);
      const found = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      if (asked) setQuestion(asked);
      else if (isStatus(error, 412)) onStale();
      else if (found.length > 0) setFaults(Object.fromEntries(found.map(({ pointer, message }) => [pointer, message])));
      else toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, question, faults, change, forget };
};
