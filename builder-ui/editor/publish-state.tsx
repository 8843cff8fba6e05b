import { useSavingTexts } from './saving-texts.ts';

/** Where the flow stands: a draft, on the air, or on the air with changes that are not. */
export const PublishState = ({ version, changed }: { version: number | null; changed: boolean }) => {
  const t = useSavingTexts();
  if (version === null) return <span className="publish-state">{t.draft}</span>;
  return (
    <span className="publish-state" data-live="true" data-changed={changed}>
      {t.live(version)}
      {changed && <span className="publish-changed"> · {t.changed}</span>}
    </span>
  );
};
