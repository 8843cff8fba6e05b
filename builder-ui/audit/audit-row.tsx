import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import type { AuditEntry } from './audit-api.ts';
import { sayingOf } from './audit-sentences.ts';
import { useAuditTexts } from './audit-texts.ts';

const useActor = () => {
  const t = useAuditTexts();
  return ({ actor, actorName }: Pick<AuditEntry, 'actor' | 'actorName'>): string => {
    if (actorName) return actorName;
    if (actor.startsWith('key:')) return t.someKey;
    if (actor === 'link') return t.whoHasLink;
    return actor.startsWith('user:') ? t.somebody : t.system;
  };
};

/** One deed as a sentence; open, with where it came from and what changed. */
export const AuditRow = ({ entry }: { entry: AuditEntry }) => {
  const locale = useLocale();
  const actorOf = useActor();
  const t = useAuditTexts();
  const [open, setOpen] = useState(false);
  const icon = entry.actor.startsWith('key:') ? 'key' : entry.actor.startsWith('user:') ? 'user' : 'bolt';
  return (
    <li className="row audit-row">
      <button type="button" className="audit-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="row-icon" data-group={icon === 'user' ? 'human' : 'code'}>
          <Icon name={icon} size={18} />
        </span>
        <span className="row-words">
          <span className="audit-sentence">
            <strong>{actorOf(entry)}</strong> {sayingOf(entry, locale)}
          </span>
          <small>
            <time dateTime={entry.at} title={dateTime(entry.at, locale)}>
              {ago(entry.at, locale)}
            </time>
            {entry.ip !== null && ` · ${entry.ip.replace(/^::ffff:/, '')}`}
            {entry.impersonator !== null && ` · ${t.inPlaceOf(entry.impersonator)}`}
          </small>
        </span>
        <span className="audit-chevron">
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
        </span>
      </button>
      {open && <Details entry={entry} />}
    </li>
  );
};

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const Value = ({ value }: { value: Json }) => {
  const t = useAuditTexts();
  return value === null || value === '' ? <em>{t.nothing}</em> : <>{shown(value)}</>;
};

const Changes = ({ changes }: { changes: NonNullable<AuditEntry['changes']> }) => {
  const t = useAuditTexts();
  const fields = Object.entries(changes).filter(
    (field): field is [string, { before: Json; after: Json }] => typeof field[1] === 'object',
  );
  if (fields.length === 0) return null;
  return (
    <table className="audit-changes">
      <thead>
        <tr>
          <th scope="col">{t.field}</th>
          <th scope="col">{t.before}</th>
          <th scope="col">{t.after}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(([name, { before, after }]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Value value={before} />
            </td>
            <td>
              <Value value={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Details = ({ entry }: { entry: AuditEntry }) => {
  const t = useAuditTexts();
  const locale = useLocale();
  const facts: [string, string | null][] = [
    [t.number, `${entry.seq} · ${dateTime(entry.at, locale)}`],
    [t.action, entry.action],
    [t.target, entry.target],
    [t.by, entry.via === null ? null : (t.vias[entry.via] ?? entry.via)],
    [t.address, entry.ip],
    [t.program, entry.userAgent],
    [t.request, entry.traceId],
    ...Object.entries(entry.data)
      .filter(([name, value]) => value !== null && name !== 'name')
      .map(([name, value]): [string, string] => [name, shown(value)]),
  ];
  return (
    <div className="audit-open">
      {entry.changes && <Changes changes={entry.changes} />}
      <dl className="audit-facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
};
