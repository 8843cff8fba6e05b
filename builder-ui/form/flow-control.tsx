import { Select } from '@mantine/core';
import { api } from '../api-client.ts';
import { useQuery } from '../use-query.ts';
import { useForm } from './form-context.ts';
import { useFormTexts } from './form-texts.ts';

interface FlowControlProps {
  id: string;
  text: string;
  invalid: boolean;
  onChange: (text: string) => void;
}

/** Another flow of the tenant, by its name; what is kept is its short name, which survives a copy to another tenant. */
export const FlowControl = ({ id, text, invalid, onChange }: FlowControlProps) => {
  const t = useFormTexts();
  const { readOnly } = useForm();
  const flows = useQuery('form/flows', () => api.flows({})).data?.data ?? [];
  const chosen = flows.find((one) => one.slug === text || one.id === text);
  const lost = text !== '' && !chosen ? [{ value: text, label: text }] : [];
  return (
    <Select
      id={id}
      data={[...flows.map(({ slug, name }) => ({ value: slug, label: name })), ...lost]}
      value={chosen?.slug ?? (text || null)}
      placeholder={t.chooseFlow}
      nothingFoundMessage={t.nothingFound}
      searchable
      error={invalid}
      disabled={readOnly}
      onChange={(next) => onChange(next ?? '')}
    />
  );
};
