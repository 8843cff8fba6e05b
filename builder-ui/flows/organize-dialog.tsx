import { Autocomplete, Button, Group, Modal, NumberInput, Stack, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { type FlowPlace, type ListedFlow, sortFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

interface OrganizeDialogProps {
  /** Null: closed. */
  flows: ListedFlow[] | null;
  /** Those that there are. */
  folders: string[];
  tags: string[];
  onClose: () => void;
  onDone: () => void;
}

/** Where flows are found: folder, tags, and what a run saves. Of several, tags are added to those that each has. */
export const OrganizeDialog = ({ flows, onClose, ...rest }: OrganizeDialogProps) => {
  const t = useFlowsTexts();
  return (
    <Modal opened={flows !== null} onClose={onClose} title={t.organizeTitle(flows?.length ?? 0)}>
      {flows && <Fields key={flows.map(({ id }) => id).join()} flows={flows} onClose={onClose} {...rest} />}
    </Modal>
  );
};

/** What all of them have; undefined where they differ. */
const common = <T,>(flows: ListedFlow[], of: (flow: ListedFlow) => T): T | undefined => {
  const [first, ...rest] = flows.map(of);
  return rest.every((one) => one === first) ? first : undefined;
};

const Fields = ({ flows, folders, tags, onClose, onDone }: OrganizeDialogProps & { flows: ListedFlow[] }) => {
  const t = useFlowsTexts();
  const texts = useTexts();
  const many = flows.length > 1;
  const [folder, setFolder] = useState(common(flows, (flow) => flow.folder) ?? '');
  const [moved, setMoved] = useState(false);
  const [chosen, setChosen] = useState(many ? [] : (flows[0]?.tags ?? []));
  const [minutes, setMinutes] = useState<number | string>(common(flows, (flow) => flow.minutesSaved) ?? '');
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const path = folder
      .split('/')
      .map((name) => name.trim())
      .filter(Boolean)
      .join('/');
    try {
      for (const flow of flows) {
        const place: FlowPlace = {
          ...(moved ? { folder: path || null } : {}),
          tags: many ? [...new Set([...flow.tags, ...chosen])] : chosen,
          ...(typeof minutes === 'number' ? { minutesSaved: minutes } : many ? {} : { minutesSaved: null }),
        };
        await sortFlow(flow.id, place);
      }
      toastDone(t.organized(flows.length));
      onDone();
      onClose();
    } catch (error) {
      toastError(error);
      onDone();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack>
        <Autocomplete
          label={t.folder}
          description={t.folderHelp}
          data={folders}
          value={folder}
          maxLength={200}
          openOnFocus={false}
          data-autofocus
          onChange={(value) => {
            setFolder(value);
            setMoved(true);
          }}
        />
        <TagsInput
          label={many ? t.addTagsMany : t.addTags}
          description={t.tagsHelp}
          data={tags}
          value={chosen}
          maxTags={20}
          onChange={setChosen}
        />
        <NumberInput
          label={t.minutes}
          description={t.minutesHelp}
          value={minutes}
          min={0}
          max={10_000}
          decimalScale={2}
          onChange={setMinutes}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {texts.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
