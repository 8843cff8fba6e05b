import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { formatTaxId, readTaxId } from '#flow/contracts/tax-id.ts';
import { ErrorState, NotYours, RowsSkeleton } from '../shell/states.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type Address, loadProfile, type Profile, saveProfile } from './paid-api.ts';
import { usePayTexts } from './pay-texts.ts';
import { PlanFrame, useMayPay } from './plan-frame.tsx';
import { useMayReadPaid } from './use-plan.ts';

/** Whom invoices are made out to. */
export const ProfilePage = () => {
  const mayRead = useMayReadPaid();
  return <PlanFrame here="data">{mayRead ? <Loaded /> : <NotYours />}</PlanFrame>;
};

const Loaded = () => {
  const { data, error, reload, set } = useQuery('subscription/profile', loadProfile);
  if (!data) return error === undefined ? <RowsSkeleton rows={5} /> : <ErrorState error={error} retry={reload} />;
  return <ProfileForm key={data.etag} {...data} onSaved={set} />;
};

const NO_ADDRESS: Address = {
  ...{ zip: '', street: '', number: '', complement: null, district: '', city: '', state: '' },
};

interface FormProps {
  body: Profile;
  etag: string | null;
  onSaved: (saved: { body: Profile; etag: string | null }) => void;
}

const ProfileForm = ({ body, etag, onSaved }: FormProps) => {
  const t = usePayTexts().profile;
  const texts = useTexts();
  const mayPay = useMayPay();
  const [given, setGiven] = useState({ ...body, taxId: formatTaxId(body.taxId ?? ''), email: body.email ?? '' });
  const [address, setAddress] = useState(body.address ?? NO_ADDRESS);
  const [busy, setBusy] = useState(false);
  const wrong = given.taxId.trim() !== '' && readTaxId(given.taxId) === null;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (wrong) return;
    setBusy(true);
    try {
      onSaved(await saveProfile(profileOf(given, address), etag));
      toastDone(t.saved);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: 'legalName' | 'taxId' | 'email') => ({
    label: t[name],
    value: given[name],
    readOnly: !mayPay,
    onChange: (event: { currentTarget: HTMLInputElement }) => setGiven({ ...given, [name]: event.currentTarget.value }),
  });
  return (
    <form className="card plan-profile" onSubmit={(event) => void save(event)}>
      <Stack>
        <p className="plan-note">{t.text}</p>
        <TextInput {...field('legalName')} required maxLength={200} autoComplete="organization" />
        <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
          <TextInput
            {...field('taxId')}
            description={t.taxIdHelp}
            maxLength={20}
            error={wrong && given.taxId.length >= 11 ? t.taxIdWrong : null}
          />
          <TextInput {...field('email')} type="email" description={t.emailHelp} maxLength={254} />
        </SimpleGrid>
        <AddressFields address={address} readOnly={!mayPay} onChange={setAddress} />
        {mayPay && (
          <Group>
            <Button type="submit" loading={busy} disabled={wrong}>
              {texts.common.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
};

/** Nothing written is nothing; an address begins with its street. */
const profileOf = (given: { legalName: string; taxId: string; email: string }, address: Address): Profile => ({
  legalName: given.legalName.trim(),
  taxId: given.taxId.trim() || null,
  email: given.email.trim() || null,
  address:
    address.street.trim() === '' && address.zip.trim() === ''
      ? null
      : { ...address, zip: address.zip.replaceAll(/\D/g, ''), complement: address.complement?.trim() || null },
});

const FIELDS = ['zip', 'street', 'number', 'complement', 'district', 'city', 'state'] as const;

interface AddressProps {
  address: Address;
  readOnly: boolean;
  onChange: (address: Address) => void;
}

const AddressFields = ({ address, readOnly, onChange }: AddressProps) => {
  const t = usePayTexts().profile;
  const labels = { ...t, zip: t.postalCode };
  return (
    <fieldset className="plan-address">
      <legend>{t.address}</legend>
      {FIELDS.map((name) => (
        <TextInput
          key={name}
          label={labels[name]}
          wrapperProps={{ 'data-field': name }}
          value={address[name] ?? ''}
          readOnly={readOnly}
          maxLength={name === 'state' ? 2 : name === 'zip' ? 9 : 120}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...address, [name]: name === 'state' ? value.toUpperCase() : value })
          }
        />
      ))}
    </fieldset>
  );
};
