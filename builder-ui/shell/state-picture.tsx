import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';

interface StatePictureProps {
  icon: IconName;
  tone?: 'bad';
  title: string;
  text: string;
  children: ReactNode;
}

/** What stands in place of a page that cannot be shown, and what one can do. */
export const StatePicture = ({ icon, tone, title, text, children }: StatePictureProps) => (
  <Stack className="state" align="center" gap="xs" role="alert">
    <span className="state-picture" data-tone={tone}>
      <Icon name={icon} size={34} stroke={1.4} />
    </span>
    <Title order={2}>{title}</Title>
    <Text c="dimmed" ta="center" maw={480}>
      {text}
    </Text>
    {children}
  </Stack>
);
