import { Menu } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { useWorkspacesTexts } from '../workspaces/workspaces-texts.ts';
import { useSession } from './session.ts';
import { useShellTexts } from './shell-texts.ts';

/** Of the person's menu: other accounts, and what operators do. */
export const PlaceItems = ({ onSwitch }: { onSwitch: () => void }) => {
  const t = useWorkspacesTexts();
  const shell = useShellTexts();
  const session = useSession();
  if (!session?.user || session.impersonated) return null;
  return (
    <>
      <Menu.Item leftSection={<Icon name="building" size={16} />} onClick={onSwitch}>
        {t.switch}
      </Menu.Item>
      {session.operator && (
        <Menu.Item leftSection={<Icon name="shield-check" size={16} />} onClick={() => navigate('/admin')}>
          {shell.admin}
        </Menu.Item>
      )}
      <Menu.Divider />
    </>
  );
};
