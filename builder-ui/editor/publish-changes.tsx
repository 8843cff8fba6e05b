import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { ChangeList } from '../diff/change-list.tsx';
import { CompareDialog } from '../diff/compare-dialog.tsx';
import '../diff/diff.css';
import { diffView, isSame } from '../diff/diff-view.ts';
import type { Drawing } from '../document/drawing.ts';
import { usePublishTexts } from './publish-texts.ts';
import { useVersionDrawing } from './version-drawing.ts';

interface PublishChangesProps {
  flowId: string;
  version: number;
  drawing: Drawing;
  catalogue: Catalogue;
}

/** What the draft changes of the version that is on the air. */
export const PublishChanges = ({ flowId, version, drawing, catalogue }: PublishChangesProps) => {
  const t = usePublishTexts();
  const { drawing: live, error } = useVersionDrawing(flowId, version, catalogue, drawing.board);
  const [drawn, setDrawn] = useState(false);
  const view = useMemo(() => live && diffView(live, drawing), [live, drawing]);
  if (error !== undefined) return null;
  if (!view || !live) return <Skeleton height={80} />;
  if (isSame(view)) return <Text size="sm">{t.nothing(version)}</Text>;
  return (
    <section className="publish-changes">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {t.changes(version)}
        </Text>
        <Button size="compact-sm" variant="subtle" onClick={() => setDrawn(true)}>
          {t.onCanvas}
        </Button>
      </Group>
      <div className="publish-list">
        <ChangeList view={view} catalogue={catalogue} selected={null} />
      </div>
      <CompareDialog
        opened={drawn}
        title={t.changes(version)}
        before={live}
        after={drawing}
        catalogue={catalogue}
        onClose={() => setDrawn(false)}
      />
    </section>
  );
};
