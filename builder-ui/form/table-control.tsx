import { Select } from '@mantine/core';
import { tablesApi } from '../tables/tables-api.ts';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { useForm } from './form-context.ts';

interface Props {
  id: string;
  text: string;
  invalid: boolean;
  onChange: (next: string) => void;
}

/** One of the tenant's tables, by its name. One that is not there any more stays in sight, with the problem it makes. */
export const TableControl = ({ id, text, invalid, onChange }: Props) => {
  const t = useTexts();
  const { readOnly } = useForm();
  const { data: tables = [], loading } = useQuery('tables', tablesApi.tables);
  const chosen = tables.find((one) => one.id === text || one.name === text);
  const lost = text !== '' && !chosen ? [{ value: text, label: text }] : [];
  return (
    <Select
      id={id}
      data={[...tables.map(({ name }) => ({ value: name, label: name })), ...lost]}
      value={chosen?.name ?? (text || null)}
      onChange={(next) => onChange(next ?? '')}
      placeholder={t.form.chooseTable}
      nothingFoundMessage={loading ? undefined : t.form.noTables}
      error={invalid}
      disabled={readOnly}
      searchable
    />
  );
};
