import { Button, Group } from '@mantine/core';
import { send } from '../api-client.ts';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { useQuery } from '../use-query.ts';
import type { PartProps } from './settings-page.tsx';
import { useSettingsTexts } from './settings-texts.ts';

/** What this is, where it is, and where to read on. */
export const AboutPart = ({ tenant }: PartProps) => {
  const t = useSettingsTexts();
  const { data } = useQuery('openapi', async () => (await send<{ info: { version: string } }>('/openapi.json')).body);
  const hooks = `${location.origin}/hooks/${tenant.slug}/`;
  return (
    <>
      <dl className="about">
        <dt>{t.version}</dt>
        <dd>Trama {data?.info.version ?? '…'}</dd>
        <dt>{t.account}</dt>
        <dd>
          <code>{tenant.slug}</code>
        </dd>
        <dt>{t.plan}</dt>
        <dd>{tenant.plan}</dd>
        <dt>{t.hooks}</dt>
        <dd>
          <code>{hooks}</code> <CopyIcon text={hooks} />
        </dd>
      </dl>
      <Group gap="xs">
        <Button
          component="a"
          href="/docs"
          target="_blank"
          variant="default"
          leftSection={<Icon name="external" size={16} />}
        >
          {t.apiDocs}
        </Button>
      </Group>
    </>
  );
};
