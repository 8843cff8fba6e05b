import { ActionIcon, Menu, SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Json, JsonObject } from '#flow/json.ts';
import { fieldKind } from '../document/schema.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { ObjectFields } from '../form/object-fields.tsx';
import { Icon } from '../icons/icon.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { CallSide } from './call-side.tsx';
import { EventPicker } from './event-picker.tsx';
import { SampleName } from './sample-name.tsx';
import { eventNow, freeName, withoutSample, withSample } from './test-event.ts';
import { useTesting } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

const asObject = (value: Json): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;

/** What the flow is tried with: a sample that is kept with it, a past event, or what is written here. In the simulator nothing ever leaves. */
export const EventSide = ({ here, simulated = false }: { here: TestingHere; simulated?: boolean }) => {
  const { store, testing } = here;
  const t = useTestingTexts();
  const document = useEditor(store, (state) => state.document);
  const samples = useEditor(store, (state) => state.board.samples);
  const sampleId = useTesting(testing, (state) => state.sample);
  const own = useTesting(testing, (state) => state.own);
  const simulate = useTesting(testing, (state) => state.simulate);
  const [wanted, setWanted] = useState<'form' | 'json'>('form');
  const sample = samples?.find(({ id }) => id === sampleId);
  const data = eventNow({ document, board: { samples } }, { sample: sampleId, own });
  const { input } = document;
  const object = asObject(data);
  const hasForm = input !== undefined && fieldKind(input) === 'object' && object !== null;
  const write = (next: Json) => {
    if (sample) store.editBoard((board) => withSample(board, { ...sample, data: next }), `sample/${sample.id}`);
    else testing.set({ own: next });
  };
  return (
    <div className="test-event">
      <div className="test-event-head">
        <EventPicker here={here} sample={sample} />
        <EventMenu here={here} data={data} />
      </div>
      {hasForm && (
        <SegmentedControl
          size="xs"
          fullWidth
          value={wanted}
          onChange={(value) => setWanted(value as typeof wanted)}
          data={[
            { value: 'form', label: t.asForm },
            { value: 'json', label: t.asJson },
          ]}
        />
      )}
      <Form world={PLAIN_FORM}>
        {hasForm && wanted === 'form' ? (
          <ObjectFields schema={input} pointer="/data" value={object} onChange={write} literal="all" />
        ) : (
          <JsonInput
            label={t.eventData}
            value={data}
            onChange={(next) => write(next ?? null)}
            minRows={5}
            maxRows={14}
          />
        )}
      </Form>
      {document.trigger.type === 'webhook' && !simulated && <CallSide here={here} />}
      {!simulated && (
        <Switch
          size="sm"
          checked={simulate}
          onChange={(event) => testing.set({ simulate: event.currentTarget.checked })}
          label={t.noEffects}
          description={simulate ? t.noEffectsHelp : t.realActionsHelp}
        />
      )}
    </div>
  );
};

/** What can be done with the event that is chosen. */
const EventMenu = ({ here: { store, testing }, data }: { here: TestingHere; data: Json }) => {
  const t = useTestingTexts();
  const sampleId = useTesting(testing, (state) => state.sample);
  const samples = useEditor(store, (state) => state.board.samples);
  const sample = samples?.find(({ id }) => id === sampleId);
  const [naming, setNaming] = useState<{ id: string; name: string } | null>(null);
  const save = (name: string) => {
    if (!naming) return;
    const kept = samples?.find(({ id }) => id === naming.id);
    store.editBoard((board) => withSample(board, { id: naming.id, name, data: kept ? kept.data : data }));
    testing.set({ sample: naming.id });
    setNaming(null);
    if (!kept) toastDone(t.sampleSaved(name));
  };
  const begin = () => setNaming({ id: crypto.randomUUID(), name: freeName(store.get().board, t.sample) });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t.moreOfEvent}>
            <Icon name="dots" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="download" size={15} />} onClick={begin}>
            {t.saveSample}
          </Menu.Item>
          {sample && (
            <>
              <Menu.Item leftSection={<Icon name="note" size={15} />} onClick={() => setNaming(sample)}>
                {t.renameSample}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<Icon name="trash" size={15} />}
                onClick={() => {
                  store.editBoard((board) => withoutSample(board, sample.id));
                  testing.set({ sample: null });
                }}
              >
                {t.deleteSample}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && <SampleName name={naming.name} onSave={save} onClose={() => setNaming(null)} />}
    </>
  );
};
