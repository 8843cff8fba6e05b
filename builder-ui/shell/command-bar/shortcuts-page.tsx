import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { inLocale } from '#flow/json.ts';
import { COMMAND_GROUPS, type Command } from '../../editor/commands/command.ts';
import { useCommandsTexts } from '../../editor/commands/commands-texts.ts';
import { findByWords } from '../../editor/commands/find-words.ts';
import { KeyCaps } from '../../editor/commands/key-caps.tsx';
import { useAllCommands } from '../../editor/commands/registry.ts';
import { Icon } from '../../icons/icon.tsx';
import { useLocale } from '../../texts/texts.ts';
import './command-bar.css';
import { showCommands } from './open-command-bar.ts';

/** Every key of this page, by chapter: the same list that the keyboard reads. */
export const ShortcutsPage = () => {
  const t = useCommandsTexts();
  const locale = useLocale();
  const [typed, setTyped] = useState('');
  const withKeys = useAllCommands().filter(({ keys }) => keys !== undefined && keys.length > 0);
  const found = findByWords(typed, withKeys, ({ title, words = '' }) => [title.pt, title.en, words]);
  return (
    <Modal opened onClose={() => showCommands(null)} title={t.shortcuts} size={860} centered={false} yOffset="8vh">
      <TextInput
        data-autofocus
        placeholder={t.shortcutsSearch}
        aria-label={t.shortcutsSearch}
        leftSection={<Icon name="search" size={15} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className="shortcuts">
        {COMMAND_GROUPS.map((group) => (
          <Chapter
            key={group}
            title={t.groups[group]}
            commands={found.filter((one) => one.group === group)}
            locale={locale}
          />
        ))}
      </div>
      {found.length === 0 && <p className="command-none">{t.nothing(typed)}</p>}
    </Modal>
  );
};

const Chapter = ({ title, commands, locale }: { title: string; commands: Command[]; locale: 'pt-BR' | 'en' }) =>
  commands.length > 0 && (
    <section>
      <h3>{title}</h3>
      <dl>
        {commands.map((command) => (
          <div key={command.id}>
            <dt>{inLocale(command.title, locale)}</dt>
            <dd>
              {command.keys?.map((keys) => (
                <KeyCaps key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
