import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useHomeTexts } from './home-texts.ts';

/** Before there is anything to count: what to do, and with what to begin. */
export const FirstSteps = ({ children }: { children: ReactNode }) => {
  const t = useHomeTexts();
  return (
    <section className="card first">
      <div>
        <h2>{t.emptyTitle}</h2>
        <p>{t.emptyText}</p>
      </div>
      <ol>
        {t.steps.map((step, n) => (
          <li key={step.title} className="tile">
            <b>{n + 1}</b>
            <strong style={{ fontSize: 15 }}>{step.title}</strong>
            <small>{step.text}</small>
          </li>
        ))}
      </ol>
      <Group gap="sm" justify="center">
        {children}
        <Button component={Link} href="/templates" variant="default" leftSection={<Icon name="layout" size={16} />}>
          {t.templates}
        </Button>
      </Group>
    </section>
  );
};
