import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { span } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useGalleryTexts } from './gallery-texts.ts';
import type { Trial } from './use-trial.ts';

/** Rounds of loops are many alike: so many steps are told by name. */
const SHOWN = 30;

/** How a trial came out: its end, and the steps that ran, in order. */
export const TrialResult = ({
  trial,
  document,
  catalogue,
}: {
  trial: Trial;
  document: FlowDocument;
  catalogue: Catalogue;
}) => {
  const t = useGalleryTexts();
  const locale = useLocale();
  if (trial === 'broken')
    return (
      <p className="trial" data-status="failed" role="alert">
        {t.tryBroken}
      </p>
    );
  const ran = trial.steps.filter(({ status }) => status !== 'skipped').slice(0, SHOWN);
  return (
    <div className="trial" data-status={trial.status ?? 'waiting'} role="status">
      <p>
        <strong>{trial.status ? t.tryDone[trial.status] : t.tryWaits}</strong> {t.tryTook(span(trial.tookMs, locale))}
        {trial.error && <code>{trial.error.message || trial.error.code}</code>}
      </p>
      <ol>
        {ran.map((step) => {
          const node = findNode(document, step.node);
          return (
            <li key={step.n} data-status={step.status}>
              <span className="status-mark" data-status={step.status} style={{ width: 12, height: 12 }} />
              {node ? nodeLabel(node, catalogue, locale) : step.node}
            </li>
          );
        })}
      </ol>
    </div>
  );
};
