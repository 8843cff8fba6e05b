import type { Notice, NoticeLevel } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { Link } from '../shell/link.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';

const ICONS: Record<NoticeLevel, IconName> = {
  info: 'info',
  success: 'check',
  warning: 'alert-triangle',
  error: 'x',
};

/** A notice: a way to what it is about, told by its shape as well as by its colour. */
export const NoticeRow = ({ notice, onOpen }: { notice: Notice; onOpen: () => void }) => {
  const t = useTexts();
  const locale = useLocale();
  const { title, body, level, link, createdAt, readAt } = notice;
  const shown = (
    <>
      <span className="notice-icon" data-level={level}>
        <Icon name={ICONS[level]} size={16} />
      </span>
      <span className="notice-words">
        <strong>{title}</strong>
        {body && <span>{body}</span>}
        <small>
          {readAt === null && <em>{t.notices.fresh} · </em>}
          <time dateTime={createdAt} title={dateTime(createdAt, locale)}>
            {ago(createdAt, locale)}
          </time>
        </small>
      </span>
    </>
  );
  const same = { className: 'notice', 'data-notice': '', 'data-unread': readAt === null || undefined, onClick: onOpen };
  if (link === null)
    return (
      <button type="button" {...same}>
        {shown}
      </button>
    );
  if (link.startsWith('/'))
    return (
      <Link href={link} {...same}>
        {shown}
      </Link>
    );
  return (
    <a href={link} target="_blank" rel="noopener noreferrer" {...same}>
      {shown}
    </a>
  );
};
