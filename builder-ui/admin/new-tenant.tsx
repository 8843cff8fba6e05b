import { Button, Group, Modal, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { toastDone } from '../shell/toasts.tsx';
import { useSubmit } from '../shell/use-submit.ts';
import { useTexts } from '../texts/texts.ts';
import { createTenant, type Place } from './admin-api.ts';
import { useAdminTexts } from './admin-texts.ts';

const PLANS = ['FREE', 'STARTER', 'BUSINESS', 'ENTERPRISE'];
const PLACES = ['usual', 'shared', 'own'] as const;

interface NewTenantProps {
  opened: boolean;
  onClose: () => void;
  onMade: () => void;
}

/** An operator makes an account for somebody, and says where its data shall lie. */
export const NewTenant = ({ opened, ...rest }: NewTenantProps) => {
  const t = useAdminTexts().create;
  return (
    <Modal opened={opened} onClose={rest.onClose} title={t.open}>
      {opened && <NewTenantForm {...rest} />}
    </Modal>
  );
};

const NewTenantForm = ({ onClose, onMade }: Omit<NewTenantProps, 'opened'>) => {
  const { create: t, ...admin } = useAdminTexts();
  const texts = useTexts();
  const [name, setName] = useState('');
  const [owner, setOwner] = useState('');
  const [plan, setPlan] = useState('FREE');
  const [place, setPlace] = useState<Place | 'usual'>('usual');
  const [reason, setReason] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    const given = { name: name.trim(), plan, reason: reason.trim() };
    const made = await createTenant({
      ...given,
      ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
      ...(place === 'usual' ? {} : { place }),
    });
    toastDone(t.done(made.name));
    onMade();
    onClose();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t.name}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t.owner}
          description={t.ownerHelp}
          type="email"
          error={error}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <NativeSelect
          label={t.plan}
          description={t.planHelp}
          data={PLANS}
          value={plan}
          onChange={(event) => setPlan(event.currentTarget.value)}
        />
        <Radio.Group label={t.place} value={place} onChange={(value) => setPlace(value as typeof place)}>
          <Stack gap={8} mt={6}>
            {PLACES.map((value) => (
              <Radio key={value} value={value} label={t.places[value]} description={t.placeHelp[value]} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={admin.reason}
          description={admin.reasonHelp}
          required
          minLength={3}
          maxLength={300}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === '' || reason.trim().length < 3}>
            {t.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
