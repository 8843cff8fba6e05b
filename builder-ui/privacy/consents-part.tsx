import { Badge, Button, Group, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { ConsentDialog } from './consent-dialog.tsx';
import { PersonCard } from './person-card.tsx';
import './privacy.css';
import { type Consent, listConsents } from './privacy-api.ts';
import { usePrivacyTexts } from './privacy-texts.ts';

/** Who agreed to what; and what is done for a person who asks for their data. */
export const ConsentsPart = () => {
  const t = usePrivacyTexts();
  const texts = useTexts();
  const mayWrite = useMay('data:write');
  const maySeePeople = useMay('security:read');
  const list = usePages('consents', listConsents);
  const [noting, setNoting] = useState(false);
  const button = mayWrite && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setNoting(true)}>
      {t.record}
    </Button>
  );
  return (
    <Stack gap="xl">
      <section>
        <p className="settings-help">{t.consentHelp}</p>
        {list.error !== undefined && !list.rows ? (
          <ErrorState error={list.error} retry={list.reload} />
        ) : !list.rows ? (
          <RowsSkeleton rows={4} />
        ) : list.rows.length === 0 ? (
          <EmptyState icon="shield-check" title={t.none} text={t.noneHelp}>
            {button}
          </EmptyState>
        ) : (
          <Stack gap="sm">
            <ul className="rows">
              {list.rows.map((one) => (
                <ConsentRow key={one.id} consent={one} />
              ))}
            </ul>
            <Group gap="xs">
              {button}
              {list.more && (
                <Button variant="default" loading={list.loading} onClick={list.more}>
                  {texts.common.more}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </section>
      {maySeePeople && (
        <section className="privacy-end">
          <Title order={2}>{t.personTitle}</Title>
          <PersonCard onChanged={list.reload} />
        </section>
      )}
      <ConsentDialog opened={noting} onClose={() => setNoting(false)} onNoted={list.reload} />
    </Stack>
  );
};

const ConsentRow = ({ consent }: { consent: Consent }) => {
  const t = usePrivacyTexts();
  const locale = useLocale();
  const { contact, channel, purpose, given, source, evidence, at } = consent;
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-words">
          <strong>{contact ?? t.erased}</strong>
          <small>
            {t.channels[channel] ?? channel} · {purpose === '*' ? t.everything : purpose} · {source} · {ago(at, locale)}
            {evidence ? ` · “${evidence}”` : ''}
          </small>
        </span>
      </span>
      <Badge variant="light" color={given ? 'brand' : 'red'} tt="none" fw={550}>
        {given ? t.gave : t.withdrew}
      </Badge>
    </li>
  );
};
