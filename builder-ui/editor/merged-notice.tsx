import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { CompareDialog } from '../diff/compare-dialog.tsx';
import { diffView } from '../diff/diff-view.ts';
import type { DraftNews } from '../presence/presence-api.ts';
import { type SavingTexts, useSavingTexts } from './saving-texts.ts';
import type { DraftSaving } from './use-draft-saving.ts';

const whoWords = (by: DraftNews['by'], t: SavingTexts): string => (by?.you ? t.otherWindow : (by?.name ?? t.someone));

/** Says that somebody else's changes came into the drawing, and shows them to who wants to look. */
export const MergedNotice = ({ catalogue, session }: { catalogue: Catalogue; session: DraftSaving }) => {
  const t = useSavingTexts();
  const { merging } = session;
  const [shown, setShown] = useState<DraftSaving['merging']>(null);
  const latest = useRef(t);
  latest.current = t;
  useEffect(() => {
    if (!merging || merging.conflicts.length > 0) return;
    const words = latest.current;
    const who = whoWords(merging.by, words);
    const { nodes, edges, flow } = diffView(merging.before, merging.after);
    const steps = nodes.length || edges.length;
    if (steps + flow.length === 0) return;
    const id = notifications.show({
      color: 'gray',
      autoClose: 9000,
      message: (
        <Group justify="space-between" wrap="nowrap">
          {steps > 0 ? words.merged(who, steps) : words.mergedSettings(who)}
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              notifications.hide(id);
              setShown(merging);
            }}
          >
            {words.look}
          </Button>
        </Group>
      ),
    });
  }, [merging]);
  if (!shown) return null;
  return (
    <CompareDialog
      opened
      title={t.mergedTitle(whoWords(shown.by, t))}
      before={shown.before}
      after={shown.after}
      catalogue={catalogue}
      onClose={() => setShown(null)}
    />
  );
};
