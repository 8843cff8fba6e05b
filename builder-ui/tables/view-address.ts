import { type Column, type Condition, OPERATORS, type RowsView, type SortBy } from './table-types.ts';

const listIn = (text: string | null): unknown[] => {
  try {
    const read: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
};

/** Filter and order of the address, as far as the columns are there: a link may be older than they are. */
export const readView = (search: URLSearchParams, columns: readonly Pick<Column, 'name'>[]): RowsView => {
  const known = (name: unknown): boolean => columns.some((one) => one.name === name);
  const where = listIn(search.get('where')) as Partial<Condition>[];
  const sort = listIn(search.get('sort')) as Partial<SortBy>[];
  return {
    where: where.filter(
      (one): one is Condition => known(one?.column) && OPERATORS.some((name) => name === one.operator),
    ),
    sort: sort
      .filter((one): one is SortBy => known(one?.column))
      .map(({ column, descending }) => ({ column, descending: descending === true })),
  };
};
