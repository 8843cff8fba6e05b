import { Button } from '@mantine/core';
import type { FlowNode } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { useTestingTexts } from './testing-texts.ts';
import { usePinFaults } from './use-pin-faults.ts';
import type { TestingHere } from './use-testing-here.ts';

interface PinNoteProps {
  here: TestingHere;
  catalogue: Catalogue;
  node: FlowNode;
}

/** Of a step whose pin no longer fits what it gives: tests would go on with what production never sees. */
export const PinNote = ({ here: { store, testing }, catalogue, node }: PinNoteProps) => {
  const t = useTestingTexts();
  const pin = useEditor(store, (state) => state.board.pins?.[node.id]);
  const schema = node.outputSchema ?? catalogue.get(node.type)?.output;
  const [fault, ...more] = usePinFaults(pin?.output, pin && !pin.error ? schema : undefined);
  if (fault === undefined) return null;
  return (
    <p className="test-stale">
      <Icon name="alert-triangle" size={14} />
      <span>
        {t.pinMisfits} {fault}
        {more.length > 0 ? ' …' : ''}
      </span>
      <Button size="compact-xs" variant="subtle" onClick={() => testing.set({ pinning: node.id })}>
        {t.editPin}
      </Button>
    </p>
  );
};
