import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Me } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { signOut } from '../shell/session.ts';
import { toastError, toastHint } from '../shell/toasts.tsx';
import { ssoPage } from '../sign-in/sign-in-api.ts';
import { useQuery } from '../use-query.ts';
import { WorkspaceList } from './workspace-list.tsx';
import { listWorkspaces } from './workspaces-api.ts';
import { useWorkspacesTexts } from './workspaces-texts.ts';

/** The account keeps its person out just now: why, what helps, and where else they may go. */
export const BarredPage = ({ me, barred }: { me: Me; barred: { code: string; detail: string } }) => {
  const t = useWorkspacesTexts();
  const { data = [] } = useQuery('workspaces', listWorkspaces);
  const others = data.filter(({ id }) => id !== me.tenant.id);
  const bySso = async () => {
    try {
      const url = await ssoPage(me.user?.email ?? '', '/home');
      if (url === null) toastHint(t.noWay);
      else window.location.assign(url);
    } catch (error) {
      toastError(error);
    }
  };
  const title = barred.code in t.barred ? t.barred[barred.code as keyof typeof t.barred] : t.barred.other;
  return (
    <main className="sign-in">
      <Paper withBorder p={28} radius={14} w={420} maw="92vw" shadow="sm">
        <Stack>
          <Stack gap={6} align="center">
            <span className="state-picture" data-tone="bad">
              <Icon name="ban" size={34} stroke={1.4} />
            </span>
            <Title order={1} size="h2" ta="center">
              {title}
            </Title>
            <Text c="dimmed" ta="center">
              {me.tenant.name}
            </Text>
          </Stack>
          <Text ta="center">{barred.detail}</Text>
          {barred.code === 'sso_required' && <Button onClick={() => void bySso()}>{t.bySso}</Button>}
          {barred.code === 'two_step_required' && <Button onClick={() => navigate('/account')}>{t.enrol}</Button>}
          {others.length > 0 && (
            <>
              <Title order={2} size="h5">
                {t.switch}
              </Title>
              <WorkspaceList rows={others} here={null} />
            </>
          )}
          <Group justify="center">
            <Button variant="subtle" color="gray" onClick={() => void signOut().catch(toastError)}>
              {t.signOut}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </main>
  );
};
