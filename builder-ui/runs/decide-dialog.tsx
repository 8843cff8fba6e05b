import { Modal } from '@mantine/core';
import { send } from '../api-client.ts';
import type { Approval, Page, Run } from '../api-types.ts';
import { ApprovalFacts } from '../approvals/approval-row.tsx';
import '../approvals/approvals.css';
import { Decide } from '../approvals/decide.tsx';
import { refreshOpenApprovals } from '../shell/open-approvals.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';

const openOf = async (run: string): Promise<Approval[]> =>
  (await send<Page<Approval>>(`/approvals?status=open&run=${run}`)).body.data;

/** What the run asks of a person, decided where one looks at the run; one after the other where it asks more. */
export const DecideDialog = ({ run, onClose }: { run: Run; onClose: () => void }) => {
  const t = useTexts();
  const asked = useQuery(`approvals-of/${run.id}`, () => openOf(run.id));
  const approval = asked.data?.at(-1);
  const done = () => {
    void refreshOpenApprovals();
    if ((asked.data?.length ?? 0) > 1) asked.reload();
    else onClose();
  };
  return (
    <Modal opened onClose={onClose} title={approval?.title ?? t.runs.decide} size="lg">
      {asked.error !== undefined ? (
        <ErrorState error={asked.error} retry={asked.reload} />
      ) : approval ? (
        <>
          <ApprovalFacts approval={approval} />
          <Decide key={approval.id} approval={approval} onDone={done} />
        </>
      ) : asked.loading ? (
        <RowsSkeleton rows={3} />
      ) : (
        <p className="field-hint">{t.approvals.empty}</p>
      )}
    </Modal>
  );
};
