import { Button, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../api-error.ts';
import { useDeedKey } from '../deed-key.ts';
import { ErrorState } from '../shell/states.tsx';
import { toastDone, toastError, toastHint } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useChangeTexts } from './change-texts.ts';
import { featureName, useFeatureTexts } from './feature-texts.ts';
import { followRequest } from './follow-request.ts';
import { FreezeChoice, isOver, keptOf } from './freeze-choice.tsx';
import { whenText } from './moments.ts';
import { exactMoney, money } from './money.ts';
import { netLines } from './net-lines.ts';
import { nextChargeText } from './next-charge.ts';
import { type Choice, changePlan, type Preview, previewChange, resumePlan } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';

interface ChangeProps {
  choice: Choice;
  /** `Inicial → Empresa` */
  title: string;
  onClose: () => void;
  onChanged: () => void;
}

/** What a change costs and when it counts, before it is made; of a smaller plan also what it does not hold. */
export const ChangeDialog = ({ choice, title, onClose, onChanged }: ChangeProps) => {
  const t = useChangeTexts();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const [round, setRound] = useState(0);
  const [keep, setKeep] = useState<Record<string, string[]>>({});
  const [busy, setBusy] = useState(false);
  const asked = JSON.stringify(choice);
  const goesOn = choice.resume === true;
  const plan = usePlanTexts();
  const keyOf = useDeedKey();
  useEffect(() => {
    setError(undefined);
    void previewChange(JSON.parse(asked) as Choice).then((found) => {
      setPreview(found);
      setKeep(Object.fromEntries(found.freezes.map(({ feature, items }) => [feature, keptOf(items)])));
    }, setError);
  }, [asked, round]);
  const go = async (shown: Preview) => {
    setBusy(true);
    try {
      const begun = goesOn ? await resumePlan(shown.id, keyOf) : await changePlan(shown.id, keep, keyOf);
      onChanged();
      if (begun.request.status === 'done') {
        toastDone(goesOn ? plan.resumed : shown.when === 'period_end' ? t.scheduled : t.changed);
        onClose();
      } else followRequest(begun);
    } catch (failure) {
      setBusy(false);
      // The price that was shown counts for ten minutes, and while nothing else has changed.
      if (!(failure instanceof ApiError) || failure.problem.reason !== 'preview_over') return toastError(failure);
      toastHint(Date.parse(shown.expiresAt) > Date.now() ? t.outdated : t.expired);
      setPreview(null);
      setRound(round + 1);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size={480}>
      {error !== undefined ? (
        <ErrorState error={error} retry={() => setRound(round + 1)} />
      ) : preview === null ? (
        <Stack role="status" aria-label={t.counting}>
          <Skeleton height={22} />
          <Skeleton height={22} />
          <Skeleton height={44} />
        </Stack>
      ) : (
        <Stack>
          <Costs preview={preview} goesOn={goesOn} />
          {preview.freezes.length > 0 && <Text size="sm">{t.freezeText}</Text>}
          {preview.freezes.map((one) => (
            <FreezeChoice
              key={one.feature}
              frozen={one}
              kept={keep[one.feature] ?? []}
              onKept={(ids) => setKeep({ ...keep, [one.feature]: ids })}
            />
          ))}
          <Confirm {...{ preview, goesOn, keep, busy }} onGo={() => void go(preview)} />
        </Stack>
      )}
    </Modal>
  );
};

const Costs = ({ preview, goesOn }: { preview: Preview; goesOn: boolean }) => {
  const t = useChangeTexts();
  const plan = usePlanTexts();
  const locale = useLocale();
  const { when, at, total, next } = preview;
  const lines = netLines(preview.lines);
  const free = goesOn ? t.resumePaid : t.nowFree;
  return (
    <>
      {lines.length > 0 && (
        <table className="plan-lines">
          <tbody>
            {lines.map(({ kind, name, amount }) => (
              <tr key={`${kind} ${name}`}>
                <th scope="row">{t.lines[kind]?.(name) ?? name}</th>
                <td>{exactMoney(amount, locale)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{total.amount > 0 ? t.chargeNow : t.nothingNow}</th>
              <td>{exactMoney(total, locale)}</td>
            </tr>
          </tfoot>
        </table>
      )}
      <Text size="sm">{when === 'period_end' ? t.later(whenText(at, locale)) : total.amount > 0 ? t.now : free}</Text>
      {next && (
        <Text size="sm" c="dimmed">
          {next.amount.amount === next.full.amount
            ? t.nextCharge(money(next.amount, locale), whenText(next.at, locale))
            : nextChargeText(next, plan, { day: (iso) => whenText(iso, locale), money: (one) => money(one, locale) })}
        </Text>
      )}
    </>
  );
};

interface ConfirmProps {
  preview: Preview;
  /** After a pause. */
  goesOn: boolean;
  keep: Record<string, string[]>;
  busy: boolean;
  onGo: () => void;
}

const Confirm = ({ preview, goesOn, keep, busy, onGo }: ConfirmProps) => {
  const t = useChangeTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  const { when, total } = preview;
  const words = goesOn ? { pay: t.resumeNow, free: t.resume } : { pay: t.confirmNow, free: t.confirm };
  const over = preview.freezes.find(({ feature, limit }) => isOver(limit, keep[feature] ?? []));
  const button = useRef<HTMLButtonElement>(null);
  // It comes with the price: by then the dialog has looked for what to focus, and found its × alone.
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <>
      {over && (
        <Text size="sm" c="red" role="alert">
          {t.tooMany(featureName(names, over.feature), over.limit)}
        </Text>
      )}
      <Button size="md" loading={busy} disabled={over !== undefined} onClick={onGo} ref={button}>
        {when === 'now' && total.amount > 0 ? words.pay(money(total, locale)) : words.free}
      </Button>
    </>
  );
};
