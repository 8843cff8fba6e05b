import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { DeliveryAttempts } from './delivery-attempts.tsx';
import { type DeliveryDetail, type Endpoint, listEventTypes, testEndpoint } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

interface TestDialogProps {
  endpoint: Endpoint;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Sends an example, and shows what came back at once. */
export const TestDialog = ({ endpoint, opened, onClose, onDone }: TestDialogProps) => {
  const t = useWebhookTexts();
  const texts = useTexts();
  const types = useQuery(opened ? 'webhook-event-types' : null, listEventTypes);
  const [type, setType] = useState(endpoint.eventTypes[0] ?? 'run.succeeded');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<DeliveryDetail | null>(null);
  const close = () => {
    setTried(null);
    onClose();
  };
  const go = async () => {
    setBusy(true);
    try {
      setTried(await testEndpoint(endpoint.id, type));
      onDone();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={t.testTitle} size="lg">
      <Stack>
        <Text size="sm">{t.testHelp}</Text>
        <Group align="flex-end" gap="xs">
          <Select
            style={{ flex: 1 }}
            label={t.example}
            allowDeselect={false}
            data={(types.data?.data ?? []).map((one) => ({
              value: one.type,
              label: `${one.description} · ${one.type}`,
            }))}
            value={type}
            onChange={(value) => value && setType(value)}
          />
          <Button loading={busy} onClick={() => void go()}>
            {t.send}
          </Button>
        </Group>
        {tried && (
          <div className="delivery-open" style={{ padding: 0 }} role="status">
            <DeliveryAttempts detail={tried} onReplay={null} />
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.common.close}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
