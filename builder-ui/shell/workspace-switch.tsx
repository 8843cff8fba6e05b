import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useQuery } from '../use-query.ts';
import { listWorkspaces } from '../workspaces/workspaces-api.ts';
import { WorkspacesDialog } from '../workspaces/workspaces-dialog.tsx';
import { useWorkspacesTexts } from '../workspaces/workspaces-texts.ts';
import { useSession } from './session.ts';

/** Which account this page shows, and the way to another; for whoever has more than one. */
export const WorkspaceSwitch = () => {
  const t = useWorkspacesTexts();
  const session = useSession();
  const mine = session?.user && !session.impersonated;
  const { data } = useQuery(mine ? 'workspaces' : null, listWorkspaces);
  const [open, setOpen] = useState(false);
  if (!session || (data?.length ?? 0) < 2) return null;
  return (
    <>
      <button
        type="button"
        className="workspace-switch"
        aria-haspopup="dialog"
        aria-label={t.current(session.tenant.name)}
        onClick={() => setOpen(true)}
      >
        <Icon name="building" size={16} />
        <span>{session.tenant.name}</span>
        <Icon name="chevron-down" size={14} />
      </button>
      {open && <WorkspacesDialog onClose={() => setOpen(false)} />}
    </>
  );
};
