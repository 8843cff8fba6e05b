import type { ReactNode } from 'react';
import { Link } from '../shell/link.tsx';
import { ago } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import type { Home } from './home-api.ts';
import { useHomeTexts } from './home-texts.ts';

/** The figures on top; each leads to what it counts. */
export const Tiles = ({ home }: { home: Home }) => {
  const t = useHomeTexts();
  const locale = useLocale();
  const { totals, waiting, approvals } = home;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const ended = totals.succeeded + totals.failed;
  const part = (value: number) =>
    ended === 0
      ? '—'
      : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / ended);
  return (
    <div className="tiles">
      <Tile href="/runs" name={t.runs} value={number(totals.runs)} />
      <Tile href="/runs?status=succeeded" name={t.good} value={part(totals.succeeded)} note={t.ofRuns(number(ended))} />
      <Tile
        href="/runs?status=failed"
        name={t.failed}
        value={number(totals.failed)}
        note={totals.failed === 0 ? t.allGood : part(totals.failed)}
        tone={totals.failed > 0 ? 'bad' : undefined}
      />
      <Tile
        href="/runs?status=waiting"
        name={t.waiting}
        value={number(waiting.count)}
        note={waiting.oldest ? t.since(ago(waiting.oldest.since, locale)) : t.none}
      />
      <Tile
        href="/approvals"
        name={t.approvals}
        value={number(approvals.open)}
        note={approvals.oldest ? t.since(ago(approvals.oldest.since, locale)) : t.noApprovals}
      />
      <Saved minutes={totals.minutesSaved} />
    </div>
  );
};

const Saved = ({ minutes }: { minutes: number | null }) => {
  const t = useHomeTexts();
  const locale = useLocale();
  if (minutes === null) return <Tile href="/flows" name={t.saved} value="—" note={t.askMinutes} />;
  const write = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  return (
    <Tile
      name={t.saved}
      value={minutes < 60 ? t.minutes(write(minutes)) : t.hours(write(minutes / 60))}
      note={t.savedHelp}
    />
  );
};

interface TileProps {
  name: string;
  value: ReactNode;
  note?: string;
  href?: string;
  tone?: 'bad' | undefined;
}

const Tile = ({ name, value, note, href, tone }: TileProps) => {
  const inner = (
    <>
      <span>{name}</span>
      <strong>{value}</strong>
      {note && <small>{note}</small>}
    </>
  );
  return href ? (
    <Link href={href} className="tile" data-tone={tone}>
      {inner}
    </Link>
  ) : (
    <div className="tile" data-tone={tone}>
      {inner}
    </div>
  );
};
