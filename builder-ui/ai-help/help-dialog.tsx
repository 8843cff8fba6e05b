import { Alert, Button, Group, Modal, Select, Skeleton, Stack, Tabs, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import { Icon } from '../icons/icon.tsx';
import { ErrorBlock } from '../runs/run-summary.tsx';
import { ago } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import './help.css';
import { chooseConnection, chosenConnection, helpApi } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import { MendWithAi } from './mend-with-ai.tsx';
import type { Proposal } from './proposal.tsx';
import { readProposal } from './read-proposal.ts';
import { useAsking } from './use-asking.ts';

interface HelpDialogProps {
  flowId: string;
  document: FlowDocument;
  catalogue: Catalogue;
  mayEdit: boolean;
  /** The run that shall be mended; else the last that failed. */
  failed: string | null;
  onProposal: (proposal: Proposal) => void;
  onAccept: (document: FlowDocument) => void;
  onClose: () => void;
}

/** What a model can do for a flow: write or change it, explain it, mend its last failure. */
export const HelpDialog = (props: HelpDialogProps) => {
  const { mayEdit, failed, onClose } = props;
  const t = useHelpTexts();
  const { common } = useTexts();
  return (
    <Modal opened onClose={onClose} title={t.title} size="lg" closeButtonProps={{ 'aria-label': common.close }}>
      <Tabs defaultValue={!mayEdit ? 'explain' : failed ? 'mend' : 'describe'} keepMounted={false}>
        <Tabs.List mb="md">
          {mayEdit && <Tabs.Tab value="describe">{t.describe}</Tabs.Tab>}
          <Tabs.Tab value="explain">{t.explain}</Tabs.Tab>
          {mayEdit && <Tabs.Tab value="mend">{t.mend}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="describe">
          <Describe {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="explain">
          <Explain {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="mend">
          <Mend {...props} />
        </Tabs.Panel>
      </Tabs>
      <WhoIsAsked />
    </Modal>
  );
};

/** Of several connections the one that is asked; of one there is nothing to choose. */
const WhoIsAsked = () => {
  const t = useHelpTexts();
  const { data } = useQuery('ai-help', helpApi.state);
  const [chosen, setChosen] = useState<string | null>(null);
  if (!data || data.connections.length < 2) return null;
  return (
    <Select
      mt="md"
      size="xs"
      label={t.connection}
      data={data.connections.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen ?? chosenConnection(data) ?? data.connections[0]?.id ?? null}
      allowDeselect={false}
      onChange={(id) => {
        if (id === null) return;
        chooseConnection(id);
        setChosen(id);
      }}
    />
  );
};

const Describe = ({ flowId, document, catalogue, onProposal }: HelpDialogProps) => {
  const t = useHelpTexts();
  const { busy, ask, stop } = useAsking();
  const [words, setWords] = useState('');
  const [fault, setFault] = useState(false);
  const isNew = document.nodes.length === 0;
  const write = () =>
    ask(async (signal) => {
      setFault(false);
      const about = isNew ? { flow: flowId } : { flow: flowId, document };
      const { document: written, problems } = await helpApi.draft({ words, ...about }, signal);
      const after = await readProposal(written, catalogue);
      if (after) onProposal({ before: document, after, problems });
      else setFault(true);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void write();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={isNew ? t.describeNew : t.describeChange}
          description={t.describeHelp}
          placeholder={t.describePlaceholder}
          autosize
          minRows={4}
          maxRows={12}
          maxLength={4_000}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        {fault && <Alert color="red">{t.unreadable}</Alert>}
        <Waiting busy={busy} stop={stop}>
          <Button
            type="submit"
            leftSection={<Icon name="sparkles" size={15} />}
            loading={busy}
            disabled={words.trim() === ''}
          >
            {isNew ? t.write : t.change}
          </Button>
        </Waiting>
      </Stack>
    </form>
  );
};

const Explain = ({ flowId, document }: HelpDialogProps) => {
  const t = useHelpTexts();
  const { busy, ask, stop } = useAsking();
  const [text, setText] = useState('');
  const explain = () =>
    ask(async (signal) => setText((await helpApi.explain({ flow: flowId, document }, signal)).explanation));
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.explainHelp}
      </Text>
      {busy && !text && <Skeleton height={120} />}
      {text && (
        <div className="help-explanation" role="status">
          {text}
        </div>
      )}
      <Waiting busy={busy} stop={stop}>
        <Button
          variant={text ? 'default' : 'filled'}
          leftSection={<Icon name="sparkles" size={15} />}
          loading={busy}
          onClick={() => void explain()}
        >
          {text ? t.again : t.explainIt}
        </Button>
      </Waiting>
    </Stack>
  );
};

const lastFailure = async (flow: string) => (await api.runs({ flow, status: 'failed', limit: 1 })).data[0] ?? null;

const Mend = ({ flowId, document, catalogue, failed, onAccept }: HelpDialogProps) => {
  const t = useHelpTexts();
  const locale = useLocale();
  const { data: run } = useQuery(`failure/${failed ?? flowId}`, () => (failed ? api.run(failed) : lastFailure(flowId)));
  if (run === undefined) return <Skeleton height={90} />;
  if (!run?.error) return <Text c="dimmed">{t.noFailures}</Text>;
  const { code, message, node = '' } = run.error;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.mendHelp}
      </Text>
      <Text size="sm" fw={600}>
        {t.failure(ago(run.endedAt ?? run.startedAt ?? '', locale))}
      </Text>
      <ErrorBlock code={code} message={message} />
      <MendWithAi {...{ flowId, document, catalogue, onAccept }} failed={{ node, code, message }} />
    </Stack>
  );
};

const Waiting = ({ busy, stop, children }: { busy: boolean; stop: () => void; children: React.ReactNode }) => {
  const t = useHelpTexts();
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed" role="status">
        {busy ? t.writing : ''}
      </Text>
      <Group gap="xs">
        {busy && (
          <Button variant="subtle" color="gray" onClick={stop}>
            {t.stop}
          </Button>
        )}
        {children}
      </Group>
    </Group>
  );
};
