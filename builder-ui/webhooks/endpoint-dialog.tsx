import { Modal } from '@mantine/core';
import { useState } from 'react';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { EndpointForm, type FormFields } from './endpoint-form.tsx';
import { SecretOnce } from './secret-once.tsx';
import { changeEndpoint, type Endpoint, type MadeEndpoint, makeEndpoint } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

interface EndpointDialogProps {
  opened: boolean;
  /** Null: a new one. */
  endpoint: Endpoint | null;
  onClose: () => void;
  onDone: () => void;
}

/** Where messages go, and which. The secret of a new one is shown this once. */
export const EndpointDialog = ({ opened, endpoint, onClose, onDone }: EndpointDialogProps) => {
  const t = useWebhookTexts();
  const [made, setMade] = useState<MadeEndpoint | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => {
    setMade(null);
    onClose();
  };
  const submit = async ({ signature, ...fields }: FormFields) => {
    setBusy(true);
    try {
      if (endpoint === null) setMade(await makeEndpoint({ ...fields, signature }));
      else {
        await changeEndpoint(endpoint.id, fields, endpoint.revision);
        toastDone(t.saved);
        close();
      }
      onDone();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    // A secret that was not copied is lost: one closes it by its button.
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      title={made ? t.made : endpoint ? t.edit : t.add}
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
    >
      {opened && !made && (
        <EndpointForm endpoint={endpoint} busy={busy} onClose={close} onSubmit={(fields) => void submit(fields)} />
      )}
      {made && <SecretOnce made={made} onClose={close} />}
    </Modal>
  );
};
