import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { useSimulatorTexts } from './simulator-texts.ts';
import type { Walk } from './use-simulation.ts';

const FAILURE = 'http_500';

/** What would be answered, to be changed; or an error in its place. */
export const CallDecision = ({ walk, call }: { walk: Walk; call: number }) => {
  const t = useSimulatorTexts();
  const due = walk.moment.due.find((one) => one.call === call)?.event;
  const expected: Json = due?.kind === 'answer' && due.outcome.kind === 'ok' ? due.outcome.output : {};
  const [output, setOutput] = useState<Json>(expected);
  const [code, setCode] = useState(FAILURE);
  return (
    <Form world={PLAIN_FORM}>
      <JsonInput
        label={t.response}
        value={output}
        onChange={(next) => setOutput(next ?? null)}
        minRows={3}
        maxRows={10}
      />
      <Group gap="xs" align="flex-end">
        <Button size="compact-sm" onClick={() => walk.answer(call, { kind: 'ok', output, attempts: 1 })}>
          {t.answer}
        </Button>
        <TextInput
          size="xs"
          ml="auto"
          w={110}
          aria-label={t.errorCode}
          classNames={{ input: 'mono' }}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            walk.answer(call, { kind: 'error', error: { code: code.trim() || FAILURE, message: '' }, attempts: 1 })
          }
        >
          {t.fail}
        </Button>
      </Group>
    </Form>
  );
};
