import { Drawer, Popover } from '@mantine/core';
import { useState } from 'react';
import type { Notice } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { NoticesPanel } from './notices-panel.tsx';
import { useNotices } from './use-notices.ts';
import './notifications.css';

const MOST_SHOWN = 9;

/** What flows told the person who is signed in. Wide, it opens below its bell, on a phone from below. */
export const Bell = ({ narrow }: { narrow: boolean }) => {
  const t = useTexts();
  const [opened, setOpened] = useState(false);
  const { notices, error, reload, read, readAll } = useNotices();
  const unread = notices?.unread ?? 0;
  const open = (notice: Notice) => {
    read(notice);
    setOpened(false);
  };
  const toggle = () => {
    if (!opened) reload();
    setOpened(!opened);
  };
  const button = (
    <button
      type="button"
      className="bell"
      aria-label={unread > 0 ? t.notices.some(unread) : t.notices.title}
      aria-expanded={opened}
      aria-haspopup="dialog"
      onClick={toggle}
    >
      <span className="bell-picture">
        <Icon name="bell" size={20} />
        {unread > 0 && <b>{unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</b>}
      </span>
    </button>
  );
  const panel = <NoticesPanel notices={notices} error={error} reload={reload} onOpen={open} onReadAll={readAll} />;
  if (narrow)
    return (
      <>
        {button}
        <Drawer
          opened={opened}
          onClose={() => setOpened(false)}
          position="bottom"
          size="80%"
          withCloseButton={false}
          padding={0}
          radius="14px 14px 0 0"
          styles={{ body: { height: '100%' } }}
          attributes={{ content: { 'aria-label': t.notices.title } }}
        >
          {panel}
        </Drawer>
      </>
    );
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={380}
      shadow="md"
      radius={12}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown p={0}>{panel}</Popover.Dropdown>
    </Popover>
  );
};
