import { Button, Group, Input, Modal, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CONTACT_CHANNELS } from '#flow/contracts/consents.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { recordConsent } from './privacy-api.ts';
import { usePrivacyTexts } from './privacy-texts.ts';

const EMPTY = { channel: 'email', contact: '', purpose: 'marketing', given: true, source: '', evidence: '' };
/** What somebody said on paper, by phone, in the shop. */
export const ConsentDialog = ({
  opened,
  onClose,
  onNoted,
}: {
  opened: boolean;
  onClose: () => void;
  onNoted: () => void;
}) => {
  const t = usePrivacyTexts();
  const texts = useTexts();
  const [entry, setEntry] = useState(EMPTY);
  const [busy, setBusy] = useState(false);
  const change = (next: Partial<typeof EMPTY>) => setEntry((before) => ({ ...before, ...next }));
  const note = async () => {
    setBusy(true);
    try {
      const { evidence, ...rest } = entry;
      await recordConsent({ ...rest, ...(evidence.trim() && { evidence }) });
      toastDone(t.recorded);
      setEntry(EMPTY);
      onClose();
      onNoted();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t.recordTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void note();
        }}
      >
        <Stack>
          <Select
            label={t.channel}
            data={CONTACT_CHANNELS.map((value) => ({ value, label: t.channels[value] ?? value }))}
            value={entry.channel}
            allowDeselect={false}
            onChange={(channel) => change({ channel: channel ?? 'email' })}
          />
          <TextInput
            label={t.contact}
            description={t.contactHelp}
            required
            data-autofocus
            value={entry.contact}
            onChange={(event) => change({ contact: event.currentTarget.value })}
          />
          <TextInput
            label={t.purpose}
            description={t.purposeHelp}
            required
            value={entry.purpose}
            onChange={(event) => change({ purpose: event.currentTarget.value })}
          />
          <Input.Wrapper label={t.said} labelElement="div">
            <div>
              <SegmentedControl
                aria-label={t.said}
                value={entry.given ? 'gave' : 'withdrew'}
                onChange={(value) => change({ given: value === 'gave' })}
                data={[
                  { value: 'gave', label: t.gave },
                  { value: 'withdrew', label: t.withdrew },
                ]}
              />
            </div>
          </Input.Wrapper>
          <TextInput
            label={t.source}
            required
            value={entry.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
          />
          <Textarea
            label={t.evidence}
            autosize
            minRows={2}
            value={entry.evidence}
            onChange={(event) => change({ evidence: event.currentTarget.value })}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {t.record}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
