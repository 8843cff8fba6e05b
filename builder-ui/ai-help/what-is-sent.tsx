import { Anchor, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { useQuery } from '../use-query.ts';
import { helpApi } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import { useHelpState } from './use-ai-help.ts';

/** Who answers, and on request all that goes there. */
export const WhatIsSent = ({ flowId }: { flowId: string }) => {
  const t = useHelpTexts();
  const [opened, setOpened] = useState(false);
  const mayChoose = useMay('tenant:write');
  const asked = useHelpState()?.asked;
  if (!asked) return null;
  return (
    <div className="help-sent">
      <Text size="xs" c="dimmed">
        {t.answeredBy(asked.model ?? '', asked.name)}{' '}
        <Anchor component="button" type="button" size="xs" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {opened ? t.hideSent : t.whatIsSent}
        </Anchor>
        {mayChoose && (
          <>
            {' · '}
            <Anchor component={Link} href="/settings/ai" size="xs">
              {t.otherModel}
            </Anchor>
          </>
        )}
      </Text>
      {opened && <Sent flowId={flowId} />}
    </div>
  );
};

const Sent = ({ flowId }: { flowId: string }) => {
  const t = useHelpTexts();
  // Who may not read runs sends no values of theirs, either.
  const { data, loading } = useQuery(`ai-help/values/${flowId}`, () => helpApi.values(flowId));
  return (
    <div className="help-sent-all">
      <ul>
        {t.sent.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {loading && data === undefined && <Skeleton height={60} />}
      {data === null && <p>{t.noValues}</p>}
      {data && (
        <>
          <p>{t.valuesAre}</p>
          <pre className="help-expression" role="region" tabIndex={0} aria-label={t.valuesAre}>
            {data}
          </pre>
        </>
      )}
    </div>
  );
};
