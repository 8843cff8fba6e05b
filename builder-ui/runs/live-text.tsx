import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';

/** What a language model is writing, while it does: told here, and kept nowhere. */
export const LiveText = ({ name, text }: { name?: string | undefined; text: string }) => {
  const t = useTexts();
  return (
    <section className="live-text" aria-busy="true">
      <header>
        <Icon name="sparkles" size={14} />
        <span>{t.runs.writing}</span>
        {name && <b>{name}</b>}
      </header>
      <p>
        {text}
        <i aria-hidden="true" />
      </p>
    </section>
  );
};
