import { Button } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { verifyChain } from './audit-api.ts';
import { useAuditTexts } from './audit-texts.ts';

/** Whether all that was written is still as it was; asked when the page opens. */
export const ChainState = () => {
  const t = useAuditTexts();
  const locale = useLocale();
  const { data, loading, error, reload } = useQuery('audit-chain', verifyChain);
  if (error !== undefined && !data) return null;
  const fault = data?.fault ?? null;
  const number = new Intl.NumberFormat(locale);
  const words = !data
    ? t.checking
    : fault
      ? t.broken(number.format(fault.seq))
      : data.head
        ? t.whole(number.format(data.entries), dateTime(data.head.at, locale))
        : t.wholeEmpty;
  return (
    <div className="audit-chain" data-state={!data ? 'asking' : fault ? 'broken' : 'whole'} role="status">
      <Icon name={fault ? 'ban' : 'shield-check'} size={18} />
      <p>
        {words}
        {fault && (
          <>
            {' '}
            {t.faults[fault.kind] ?? fault.kind} {t.brokenHelp}
          </>
        )}
      </p>
      <Button size="compact-xs" variant="subtle" loading={loading} onClick={reload}>
        {t.again}
      </Button>
    </div>
  );
};
