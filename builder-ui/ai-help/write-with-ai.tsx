import { ActionIcon, Alert, Button, Popover, Stack, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { Icon } from '../icons/icon.tsx';
import './help.css';
import { AskingFoot } from './asking-foot.tsx';
import { helpApi, type Proposed } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import { UsageLine } from './usage-line.tsx';
import { useAsking } from './use-asking.ts';
import { WhatIsSent } from './what-is-sent.tsx';

interface WriteWithAiProps {
  flowId: string;
  /** The flow and the field's JSON pointer into it, as they are when it is asked. */
  about: () => { document: FlowDocument; pointer: string };
  onAccept: (expression: string) => void;
}

/** A button beside a field: its words become an expression, which stands there once it is accepted. */
export const WriteWithAi = ({ flowId, about, onAccept }: WriteWithAiProps) => {
  const t = useHelpTexts();
  const asking = useAsking();
  const { busy, ask, stop } = asking;
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState('');
  const [written, setWritten] = useState<(Proposed & { expression: string }) | null>(null);
  const close = () => {
    stop();
    setOpened(false);
    setWritten(null);
  };
  const write = () =>
    ask(async (signal) => {
      setWritten(await helpApi.expression({ flow: flowId, words, ...about() }, signal));
    });
  return (
    <Popover opened={opened} onDismiss={close} width={340} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t.expression}>
          <ActionIcon
            className="write-with-ai"
            data-open={opened || undefined}
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t.expression}
            onClick={() => (opened ? close() : setOpened(true))}
          >
            <Icon name="sparkles" size={14} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            // The field stands in a form of its own.
            event.stopPropagation();
            void write();
          }}
        >
          <Stack gap="xs">
            <TextInput
              label={t.expressionHelp}
              placeholder={t.expressionPlaceholder}
              value={words}
              maxLength={1_000}
              data-autofocus
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            {written && <pre className="help-expression">{written.expression}</pre>}
            {written && written.problems.length > 0 && (
              <Alert color="yellow" p="xs">
                {written.problems[0]?.message}
              </Alert>
            )}
            {written && <UsageLine usage={written.usage} answers={written.answers} />}
            <AskingFoot asking={asking}>
              <Button
                type="submit"
                size="compact-sm"
                variant={written ? 'default' : 'filled'}
                loading={busy}
                disabled={words.trim() === ''}
              >
                {written ? t.again : t.ask}
              </Button>
              {written && (
                <Button
                  size="compact-sm"
                  onClick={() => {
                    onAccept(written.expression);
                    close();
                  }}
                >
                  {t.useIt}
                </Button>
              )}
            </AskingFoot>
            <WhatIsSent flowId={flowId} />
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
};
