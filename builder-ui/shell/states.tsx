import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { isStatus, planLimitOf, planPlaceOf } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { useTexts } from '../texts/texts.ts';
import { errorWords } from './error-words.ts';
import { Link } from './link.tsx';

/** Nothing here yet: one sentence, one picture, one action. */
export const EmptyState = ({
  icon,
  title,
  text,
  level = 2,
  children,
}: {
  icon: IconName;
  title: string;
  text: string;
  /** Of the heading: 1 where the page has no other. */
  level?: 1 | 2;
  children?: ReactNode;
}) => (
  <Stack className="state" align="center" gap="xs">
    <span className="state-picture">
      <Icon name={icon} size={34} stroke={1.4} />
    </span>
    <Title order={level} size="h2" ta="center">
      {title}
    </Title>
    <Text c="dimmed" ta="center" maw={440}>
      {text}
    </Text>
    {children}
  </Stack>
);

/** A page that somebody's role does not open: said before it is asked for. */
export const NotYours = () => {
  const t = useTexts();
  return <EmptyState icon="lock" title={t.errors.forbidden} text={t.errors.forbiddenHelp} />;
};

/** What happened, and the way to try again; `elsewhere`: and a way out, where there is no menu beside it. */
export const ErrorState = ({
  error,
  retry,
  elsewhere,
}: {
  error: unknown;
  retry?: () => void;
  elsewhere?: boolean;
}) => {
  const t = useTexts();
  const { title, detail } = errorWords(error, t);
  // Nothing is broken, and trying again changes nothing.
  const forbidden = isStatus(error, 403);
  const missing = isStatus(error, 404);
  const limit = planLimitOf(error);
  const quiet = forbidden || missing || limit !== null;
  return (
    <Stack className="state" align="center" gap="xs" role="alert">
      <span className="state-picture" data-tone={quiet ? undefined : 'bad'}>
        <Icon name={forbidden || limit ? 'lock' : missing ? 'search' : 'alert-triangle'} size={34} stroke={1.4} />
      </span>
      <Title order={2} ta="center">
        {title}
      </Title>
      {detail && (
        <Text c="dimmed" ta="center" maw={520} style={{ whiteSpace: 'pre-line' }}>
          {detail}
        </Text>
      )}
      {retry && !quiet && (
        <Button variant="default" mt="sm" leftSection={<Icon name="refresh" size={16} />} onClick={retry}>
          {t.common.retry}
        </Button>
      )}
      {limit && <Link href={planPlaceOf(limit)}>{t.errors.seePlans}</Link>}
      {elsewhere && <Link href="/flows">{t.editor.back}</Link>}
    </Stack>
  );
};

/** Rows that look like what comes. */
export const RowsSkeleton = ({ rows = 6, height = 58 }: { rows?: number; height?: number }) => (
  <Stack gap={8} aria-hidden="true">
    {Array.from({ length: rows }, (_, n) => (
      // Rows have no identity.
      <Skeleton key={n} height={height} radius={10} style={{ opacity: 1 - n / (rows + 2) }} />
    ))}
  </Stack>
);
