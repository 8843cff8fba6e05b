import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { CopyIcon } from '../shell/copy-text.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

/** What a trace holds in place of a long value. */
interface CutValue {
  $cut: true;
  size: number;
  href: string;
  preview: string;
}

const asCut = (value: Json): CutValue | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && value.$cut === true
    ? (value as unknown as CutValue)
    : null;

/** More than so many characters are shown only when asked for: the page stays quick. */
const SHOWN = 20_000;

/** A value with its name and a button that copies it; a long one in part. */
export const JsonBlock = ({ title, value }: { title: string; value: Json }) => {
  const t = useTexts();
  const [whole, setWhole] = useState<{ of: Json; value: Json } | null>(null);
  const [all, setAll] = useState(false);
  const current = whole?.of === value ? whole.value : value;
  const cut = asCut(current);
  const text = cut ? cut.preview : JSON.stringify(current, null, 2);
  const fetchWhole = async (href: string) => {
    try {
      const response = await fetch(href, { credentials: 'same-origin' });
      setWhole({ of: value, value: (await response.json()) as Json });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <section className="json-block">
      <header>
        <span>{title}</span>
        <CopyIcon text={text} size="xs" />
      </header>
      <pre className="mono">{all ? text : text.slice(0, SHOWN)}</pre>
      {cut && (
        <Button size="compact-xs" variant="light" onClick={() => void fetchWhole(cut.href)}>
          {t.runs.loadWhole(Math.round(cut.size / 1024))}
        </Button>
      )}
      {!all && text.length > SHOWN && (
        <Button size="compact-xs" variant="light" onClick={() => setAll(true)}>
          {t.common.more}
        </Button>
      )}
    </section>
  );
};
