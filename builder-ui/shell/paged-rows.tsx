import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.ts';
import type { Pages } from '../use-pages.ts';
import { ErrorState, RowsSkeleton } from './states.tsx';

interface PagedRowsProps<T> {
  list: Pages<T>;
  row: (row: T) => ReactNode;
  /** What stands there where there are no rows. */
  none: ReactNode;
  /** Under the rows, beside the way to more of them. */
  beside?: ReactNode;
  skeleton?: { rows?: number; height?: number };
  /** Names the list, where no heading over it alone does. */
  label?: string;
}

/** A list by pages: on its way, failed, empty, or its rows and the way to more. */
export function PagedRows<T>({ list, row, none, beside, skeleton, label }: PagedRowsProps<T>) {
  const texts = useTexts();
  const { rows, more } = list;
  if (!rows)
    return list.error === undefined ? (
      <RowsSkeleton {...skeleton} />
    ) : (
      <ErrorState error={list.error} retry={list.reload} />
    );
  if (rows.length === 0) return none;
  const shown = (
    <ul className="rows" aria-label={label}>
      {rows.map(row)}
    </ul>
  );
  if (beside === undefined)
    return (
      <>
        {shown}
        {more && (
          <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={more}>
            {texts.common.more}
          </Button>
        )}
      </>
    );
  return (
    <Stack gap="sm">
      {shown}
      <Group gap="xs">
        {beside}
        {more && (
          <Button variant="default" loading={list.loading} onClick={more}>
            {texts.common.more}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
