import { Alert, Button, Modal, Skeleton, Stack, Tabs, Text, Textarea } from '@mantine/core';
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
import { AskingFoot } from './asking-foot.tsx';
import { type HelpUsage, helpApi } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import { MendWithAi } from './mend-with-ai.tsx';
import type { Proposal } from './proposal.tsx';
import { readProposal } from './read-proposal.ts';
import { UsageLine } from './usage-line.tsx';
import { useAsking } from './use-asking.ts';
import { WhatIsSent } from './what-is-sent.tsx';

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
      <WhatIsSent flowId={props.flowId} />
    </Modal>
  );
};

const Describe = ({ flowId, document, catalogue, onProposal }: HelpDialogProps) => {
  const t = useHelpTexts();
  const asking = useAsking();
  const { busy, ask } = asking;
  const [words, setWords] = useState('');
  const [fault, setFault] = useState(false);
  const isNew = document.nodes.length === 0;
  const write = () =>
    ask(async (signal) => {
      setFault(false);
      const about = isNew ? { flow: flowId } : { flow: flowId, document };
      const { document: written, ...told } = await helpApi.draft({ words, ...about }, signal);
      const after = await readProposal(written, catalogue);
      // A new flow keeps the clock that it was made with.
      const settings = { ...document.settings, ...after?.settings };
      if (after) onProposal({ before: document, after: isNew ? { ...after, settings } : after, ...told });
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
        <AskingFoot asking={asking}>
          <Button
            type="submit"
            leftSection={<Icon name="sparkles" size={15} />}
            loading={busy}
            disabled={words.trim() === ''}
          >
            {isNew ? t.write : t.change}
          </Button>
        </AskingFoot>
      </Stack>
    </form>
  );
};

const Explain = ({ flowId, document }: HelpDialogProps) => {
  const t = useHelpTexts();
  const asking = useAsking();
  const { busy, ask } = asking;
  const [said, setSaid] = useState<{ explanation: string; usage: HelpUsage } | null>(null);
  const text = said?.explanation;
  const explain = () => ask(async (signal) => setSaid(await helpApi.explain({ flow: flowId, document }, signal)));
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
      {said && <UsageLine usage={said.usage} />}
      <AskingFoot asking={asking}>
        <Button
          variant={text ? 'default' : 'filled'}
          leftSection={<Icon name="sparkles" size={15} />}
          loading={busy}
          onClick={() => void explain()}
        >
          {text ? t.again : t.explainIt}
        </Button>
      </AskingFoot>
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
