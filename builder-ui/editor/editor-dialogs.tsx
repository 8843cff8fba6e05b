import { useState } from 'react';
import type { ImportReport } from '#flow/import/import-report.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import type { Flow } from '../api-types.ts';
import { CodeDialog } from './code-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import type { Dialog } from './dialog.ts';
import type { EditorStore } from './editor-store.ts';
import { ImportReportDialog } from './import-report-dialog.tsx';
import { JsonView } from './json-view.tsx';
import { MergedNotice } from './merged-notice.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { PublishedCard, type PublishedNow } from './published-card.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import type { DraftSaving } from './use-draft-saving.ts';
import { VersionsDialog } from './versions-dialog.tsx';

interface EditorDialogsProps {
  dialog: Dialog;
  store: EditorStore;
  flow: Flow;
  catalogue: Catalogue;
  problems: Problem[];
  session: DraftSaving;
  /** Of what was just imported. */
  imported: ImportReport | null;
  onJump: (problem: Pick<Problem, 'node' | 'field'>) => void;
  onPublished: (version: number) => void;
  onClose: () => void;
}

export const EditorDialogs = (props: EditorDialogsProps) => {
  const { dialog, store, flow, catalogue, problems, session, onJump, onPublished, onClose } = props;
  const [published, setPublished] = useState<PublishedNow | null>(null);
  const { flush } = session;
  /** An older version is on the air again: the draft stays, and differs from it. */
  const putBack = (version: number) => {
    session.setUnpublished(true);
    onPublished(version);
  };
  const jump = (problem: Pick<Problem, 'node' | 'field'>) => {
    onClose();
    onJump(problem);
  };
  return (
    <>
      <JsonView opened={dialog === 'json'} store={store} catalogue={catalogue} onClose={onClose} />
      <PublishDialog
        opened={dialog === 'publish'}
        {...{ flow, store, catalogue, problems, flush, onClose }}
        onJump={jump}
        onPublished={(version, before) => {
          session.setUnpublished(false);
          setPublished({ version, before });
          onPublished(version);
        }}
      />
      {published && (
        <PublishedCard
          key={published.version}
          {...{ flowId: flow.id, published }}
          onPublished={putBack}
          onClose={() => setPublished(null)}
        />
      )}
      <VersionsDialog
        opened={dialog === 'versions'}
        {...{ store, flow, catalogue, session, onClose }}
        onPublished={putBack}
      />
      <RenameDialog opened={dialog === 'rename'} {...{ store, catalogue, onClose }} />
      <CodeDialog opened={dialog === 'code'} {...{ flow, flush, onClose }} />
      <ImportReportDialog
        opened={dialog === 'import'}
        report={props.imported}
        onJump={(node) => jump({ node })}
        onClose={onClose}
      />
      <ConflictDialog {...{ store, catalogue, session }} />
      <MergedNotice {...{ catalogue, session }} />
    </>
  );
};
