import type { RunError } from '#flow/machine/protocol.ts';
import { Icon } from '../icons/icon.tsx';

/** What a step or a run failed with. */
export const StepError = ({ error }: { error: RunError }) => (
  <div className="test-error" role="alert">
    <Icon name="alert-triangle" size={16} />
    <span>
      {error.message && <b>{error.message}</b>}
      <code>{error.code}</code>
    </span>
  </div>
);
