import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Json, JsonObject, JsonSchema } from '#flow/json.ts';
import { propertiesOf } from '../document/schema.ts';
import type { Column } from '../tables/table-types.ts';
import { tablesApi } from '../tables/tables-api.ts';
import { useQuery } from '../use-query.ts';
import { withColumns } from './column-schemas.ts';

const NONE: readonly Column[] = [];

const ColumnsContext = createContext<readonly Column[]>(NONE);

interface TableColumnsProps {
  schema: JsonSchema;
  value: JsonObject;
  children: ReactNode;
}

/** Where one field names a table, the others know its columns. */
export const TableColumns = ({ schema, value, children }: TableColumnsProps) => {
  const field = propertiesOf(schema).find(([, inner]) => inner['x-widget'] === 'table')?.[0];
  const outer = useContext(ColumnsContext);
  const { data: tables } = useQuery(field === undefined ? null : 'tables', tablesApi.tables);
  const named = field === undefined ? undefined : value[field];
  const table = tables?.find((one) => one.id === named || one.name === named);
  return <ColumnsContext value={field === undefined ? outer : (table?.columns ?? NONE)}>{children}</ColumnsContext>;
};

/** A field's schema, with the columns of the table that its form names. */
export const useColumnSchema = (schema: JsonSchema, value: Json | undefined): JsonSchema => {
  const columns = useContext(ColumnsContext);
  return useMemo(() => withColumns(schema, value, columns), [schema, value, columns]);
};
