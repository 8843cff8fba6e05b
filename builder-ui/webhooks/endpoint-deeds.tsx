import { ActionIcon, Button, Menu, Modal } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { AskDialog, type Question } from '../shell/ask-dialog.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { SecretOnce } from './secret-once.tsx';
import {
  deleteEndpoint,
  disableEndpoint,
  type Endpoint,
  enableEndpoint,
  type MadeEndpoint,
  replayFailed,
  rotateSecret,
} from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

const KEPT_MS = 30 * 86_400_000;

/** What is asked before it is done. */
const questionsOf = (
  t: ReturnType<typeof useWebhookTexts>,
  id: string,
  show: (made: MadeEndpoint) => void,
  onDone: () => void,
): Record<'enable' | 'rotate' | 'replay' | 'remove', Question> => {
  const enable = async (replay: boolean) => {
    const { replayed } = await enableEndpoint(id, replay);
    toastDone(t.enabledDone(replayed));
    onDone();
  };
  return {
    enable: {
      title: t.enableTitle,
      text: t.enableText,
      answers: [
        { label: t.enableOnly, quiet: true, act: () => enable(false) },
        { label: t.enableReplay, act: () => enable(true) },
      ],
    },
    rotate: {
      title: t.rotateTitle,
      text: t.rotateText,
      answers: [
        {
          label: t.rotate,
          act: async () => {
            show(await rotateSecret(id));
            onDone();
          },
        },
      ],
    },
    replay: {
      title: t.replayFailedTitle,
      text: t.replayFailedText,
      answers: [
        {
          label: t.replay,
          act: async () => {
            const { replayed } = await replayFailed(id, new Date(Date.now() - KEPT_MS).toISOString());
            toastDone(t.replayedMany(replayed));
            onDone();
          },
        },
      ],
    },
    remove: {
      title: t.removeTitle,
      text: t.removeText,
      answers: [
        {
          label: t.remove,
          danger: true,
          act: async () => {
            await deleteEndpoint(id);
            toastDone(t.removed);
            navigate('/developers/webhooks');
          },
        },
      ],
    },
  };
};

/** All that one can do to an endpoint; what has no way back is asked. */
export const EndpointDeeds = ({ endpoint, onDone }: { endpoint: Endpoint; onDone: () => void }) => {
  const t = useWebhookTexts();
  const { id, enabled } = endpoint;
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState<Question | null>(null);
  const [made, setMade] = useState<MadeEndpoint | null>(null);
  const disable = async () => {
    try {
      await disableEndpoint(id);
      toastDone(t.disabledDone);
      onDone();
    } catch (error) {
      toastError(error);
    }
  };
  const questions = questionsOf(t, id, setMade, onDone);
  const ask = (what: keyof typeof questions) => () => setAsking(questions[what]);
  return (
    <>
      {!enabled && <Button onClick={ask('enable')}>{t.enable}</Button>}
      <Menu position="bottom-end" withinPortal width={230}>
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t.actions(endpoint.description || new URL(endpoint.url).host)}
          >
            <Icon name="dots" size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="settings" size={16} />} onClick={() => setEditing(true)}>
            {t.edit}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="key" size={16} />} onClick={ask('rotate')}>
            {t.rotate}
          </Menu.Item>
          {enabled && (
            <>
              <Menu.Item leftSection={<Icon name="repeat" size={16} />} onClick={ask('replay')}>
                {t.replayFailed}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="ban" size={16} />} onClick={() => void disable()}>
                {t.disable}
              </Menu.Item>
            </>
          )}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<Icon name="trash" size={16} />} onClick={ask('remove')}>
            {t.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EndpointDialog opened={editing} endpoint={endpoint} onClose={() => setEditing(false)} onDone={onDone} />
      <AskDialog question={asking} onClose={() => setAsking(null)} />
      <Modal
        opened={made !== null}
        onClose={() => setMade(null)}
        title={t.rotate}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        {made && <SecretOnce made={made} onClose={() => setMade(null)} />}
      </Modal>
    </>
  );
};
