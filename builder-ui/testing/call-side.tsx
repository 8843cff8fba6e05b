import { UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import type { Json } from '#flow/json.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { Icon } from '../icons/icon.tsx';
import { useTesting } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

/** What a webhook would bring beside its data, behind one click. */
export const CallSide = ({ here: { testing } }: { here: TestingHere }) => {
  const t = useTestingTexts();
  const id = useId();
  const headers = useTesting(testing, (state) => state.headers);
  const query = useTesting(testing, (state) => state.query);
  const [open, setOpen] = useState(false);
  const count = Object.keys(headers).length + Object.keys(query).length;
  const write = (part: 'headers' | 'query') => (value: Json | undefined) => {
    if (value === undefined) testing.set({ [part]: {} });
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) testing.set({ [part]: value });
  };
  return (
    <div className="test-call">
      <UnstyledButton aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={14} />
        <span>{t.callParts}</span>
        {count > 0 && <small>{count}</small>}
      </UnstyledButton>
      <div id={id} hidden={!open}>
        {open && (
          <Form world={PLAIN_FORM}>
            <JsonInput label={t.headers} value={headers} onChange={write('headers')} minRows={2} maxRows={10} />
            <JsonInput label={t.query} value={query} onChange={write('query')} minRows={2} maxRows={6} />
          </Form>
        )}
      </div>
    </div>
  );
};
