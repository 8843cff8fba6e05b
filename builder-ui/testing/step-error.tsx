import type { RunError } from '#flow/machine/protocol.ts';
import { Icon } from '../icons/icon.tsx';
import { explain } from '../runs/explain.ts';
import { useLocale } from '../texts/texts.ts';

/** What a step or a run failed with, in short: where a simulation has no room, and nobody to call, for more. */
export const StepError = ({ error }: { error: RunError }) => {
  const { what, todo } = explain(error, { node: error.node }, useLocale());
  return (
    <div className="test-error" role="alert">
      <Icon name="alert-triangle" size={16} />
      <span>
        <b>{what}</b>
        <span>{todo}</span>
        <code>
          {error.message !== what && error.message} {error.code}
        </code>
      </span>
    </div>
  );
};
