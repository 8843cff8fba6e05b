import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../api-client.ts';
import type { AiBudget, AiUsage } from '../api-types.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useAiTexts } from './ai-texts.ts';

interface BudgetDialogProps {
  opened: boolean;
  budget: AiBudget;
  onClose: () => void;
  onSaved: (usage: AiUsage) => void;
}

export const BudgetDialog = ({ opened, budget, onClose, onSaved }: BudgetDialogProps) => {
  const t = useAiTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t.editBudget}>
      <BudgetForm {...{ budget, onClose, onSaved }} />
    </Modal>
  );
};

type Given = string | number;
const limitOf = (given: Given): number | null => (given === '' ? null : Number(given));

const BudgetForm = ({ budget, onClose, onSaved }: Omit<BudgetDialogProps, 'opened'>) => {
  const t = useAiTexts();
  const common = useTexts().common;
  const english = useLocale() === 'en';
  const [cost, setCost] = useState<Given>(budget.costUsd ?? '');
  const [tokens, setTokens] = useState<Given>(budget.tokens ?? '');
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const usage = await api.setAiBudget({ costUsd: limitOf(cost), tokens: limitOf(tokens) });
      toastDone(t.budgetSaved);
      onSaved(usage);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const separators = { decimalSeparator: english ? '.' : ',', thousandSeparator: english ? ',' : '.' };
  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t.budgetHelp}
        </Text>
        <NumberInput
          {...separators}
          label={t.budgetCost}
          placeholder={t.noLimit}
          prefix="US$ "
          min={0}
          max={1_000_000}
          decimalScale={2}
          data-autofocus
          value={cost}
          onChange={setCost}
        />
        <NumberInput
          {...separators}
          label={t.budgetTokens}
          placeholder={t.noLimit}
          min={0}
          max={1e15}
          allowDecimal={false}
          value={tokens}
          onChange={setTokens}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
