import { useMediaQuery } from '@mantine/hooks';

/** Whether there is room for one thing at a time only. */
export const useNarrow = (): boolean =>
  useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false }) ?? false;
