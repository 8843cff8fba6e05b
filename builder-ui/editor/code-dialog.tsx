import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import type { Flow, FlowCode } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useNarrow } from '../use-narrow.ts';
import { useQuery } from '../use-query.ts';
import './code-dialog.css';
import { useCodeTexts } from './code-texts.ts';
import { coloured } from './coloured.ts';

interface CodeDialogProps {
  opened: boolean;
  flow: Flow;
  /** Writes what is drawn: the code is that of the draft. */
  flush: () => Promise<boolean>;
  onClose: () => void;
}

/** The flow as a project that stands by itself: to be read, copied and taken away. */
export const CodeDialog = ({ opened, onClose, ...rest }: CodeDialogProps) => {
  const t = useCodeTexts();
  const narrow = useNarrow();
  return (
    <Modal opened={opened} onClose={onClose} title={t.title} size={1180} fullScreen={narrow}>
      {opened && <Code {...rest} />}
    </Modal>
  );
};

const Code = ({ flow, flush }: Omit<CodeDialogProps, 'opened' | 'onClose'>) => {
  const t = useCodeTexts();
  const [opening] = useState(() => Date.now());
  const { data, error, reload } = useQuery(`code/${flow.id}/${opening}`, async () => {
    await flush();
    return await api.code(flow.id, 'draft');
  });
  if (error instanceof ApiError && error.problem.code === 'flow_has_problems') {
    return <EmptyState icon="alert-triangle" title={t.broken} text={t.brokenHelp} />;
  }
  if (error !== undefined) return <ErrorState error={error} retry={reload} />;
  if (!data) return <RowsSkeleton rows={6} />;
  return <Project flow={flow} code={data} />;
};

const isBase = (path: string): boolean => path.startsWith('src/runtime/');

const Project = ({ flow, code }: { flow: Flow; code: FlowCode }) => {
  const t = useCodeTexts();
  const narrow = useNarrow();
  const [path, setPath] = useState('src/workflow.ts');
  const file = code.files.find((one) => one.path === path) ?? code.files[0];
  const base = code.files.filter((one) => isBase(one.path));
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" c="dimmed">
          {t.about}
        </Text>
        <Button
          component="a"
          href={`/v1/flows/${encodeURIComponent(flow.id)}/code?version=draft&format=zip`}
          download={`${code.workflow}.zip`}
          variant="default"
          style={{ flex: 'none' }}
        >
          {t.download}
        </Button>
      </Group>
      {code.notes.length > 0 && (
        <Alert title={t.notes} color="gray" variant="light" icon={<Icon name="note" size={18} />}>
          <ul className="code-notes">
            {code.notes.map((note) => (
              <li key={note}>{note.replaceAll('`', '')}</li>
            ))}
          </ul>
        </Alert>
      )}
      <div className="code-view" data-narrow={narrow || undefined}>
        {narrow ? (
          <NativeSelect
            aria-label={t.files}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
            data={code.files.map((one) => one.path)}
          />
        ) : (
          <nav aria-label={t.files} className="code-files">
            {code.files
              .filter((one) => !isBase(one.path))
              .map((one) => (
                <FileButton key={one.path} path={one.path} chosen={one.path === path} onChoose={setPath} />
              ))}
            <details>
              <summary>{t.runtime(base.length)}</summary>
              {base.map((one) => (
                <FileButton key={one.path} path={one.path} chosen={one.path === path} onChoose={setPath} />
              ))}
            </details>
          </nav>
        )}
        {file && <FileText path={file.path} content={file.content} />}
      </div>
    </Stack>
  );
};

interface FileButtonProps {
  path: string;
  chosen: boolean;
  onChoose: (path: string) => void;
}

const FileButton = ({ path, chosen, onChoose }: FileButtonProps) => (
  <button type="button" className="code-file" aria-current={chosen || undefined} onClick={() => onChoose(path)}>
    {path.replace(/^src\/runtime\//, '')}
  </button>
);

const FileText = ({ path, content }: { path: string; content: string }) => (
  <section className="code-text">
    <header>
      <span className="mono">{path}</span>
      <CopyIcon text={content} />
    </header>
    {/* What scrolls must be reachable by keys. */}
    <pre className="mono" tabIndex={0} aria-label={path}>
      {/\.(ts|js)$/.test(path)
        ? coloured(content).map((piece, i) => (
            // Pieces of one text have no identity but their order.
            <span key={i} data-kind={piece.kind}>
              {piece.text}
            </span>
          ))
        : content}
    </pre>
  </section>
);
