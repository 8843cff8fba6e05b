import { Button } from '@mantine/core';
import { useSession } from '../shell/session.ts';
import { toastError } from '../shell/toasts.tsx';
import './workspaces.css';
import { leavePlace } from './workspaces-api.ts';
import { useWorkspacesTexts } from './workspaces-texts.ts';

/** On every page while one of ours sits in somebody's place, with the way out. */
export const ActingBanner = () => {
  const t = useWorkspacesTexts();
  const me = useSession();
  return (
    <div className="acting-banner" role="status">
      <span>{t.acting(`${me?.user?.name ?? ''} · ${me?.tenant.name ?? ''}`)}</span>
      <Button size="compact-sm" variant="white" color="dark" onClick={() => void leavePlace().catch(toastError)}>
        {t.leave}
      </Button>
    </div>
  );
};
