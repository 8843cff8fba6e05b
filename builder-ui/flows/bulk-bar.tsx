import { Button } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import type { FlowActions } from './flow-row.tsx';
import type { ListedFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

interface BulkBarProps {
  flows: ListedFlow[];
  actions: FlowActions;
  onClear: () => void;
}

/** What can be done with those that are chosen. */
export const BulkBar = ({ flows, actions, onClear }: BulkBarProps) => {
  const t = useFlowsTexts();
  return (
    <section className="bulk-bar" aria-label={t.chosen(flows.length)}>
      <strong aria-live="polite">{t.chosen(flows.length)}</strong>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="folder" size={15} />}
        onClick={() => actions.organize(flows)}
      >
        {t.organize}
      </Button>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="download" size={15} />}
        onClick={() => actions.exportAll(flows)}
      >
        {t.export}
      </Button>
      <Button
        variant="default"
        size="xs"
        c="var(--bad)"
        leftSection={<Icon name="archive" size={15} />}
        onClick={() => actions.archive(flows)}
      >
        {t.archive}
      </Button>
      <Button variant="subtle" color="gray" size="xs" onClick={onClear}>
        {t.clear}
      </Button>
    </section>
  );
};
