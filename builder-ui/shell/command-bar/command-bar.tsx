import { Modal, VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { inLocale } from '#flow/json.ts';
import type { Command } from '../../editor/commands/command.ts';
import { useCommandsTexts } from '../../editor/commands/commands-texts.ts';
import { KeyCaps } from '../../editor/commands/key-caps.tsx';
import { ListField } from '../../editor/commands/list-field.tsx';
import { keepRecent, recentOf } from '../../editor/commands/recent.ts';
import { allCommands, canRun, commandSources } from '../../editor/commands/registry.ts';
import { useListKeys } from '../../editor/commands/use-list-keys.ts';
import { Icon } from '../../icons/icon.tsx';
import { useLocale } from '../../texts/texts.ts';
import './command-bar.css';
import { sectionsOf } from './found-commands.ts';
import { showCommands } from './open-command-bar.ts';

const RECENT = 'trama.commands.recent';

/** What can be done now, held still while the bar is open; what must be fetched comes when it is there. */
const useOffer = () => {
  const [commands] = useState(() => allCommands().filter((command) => !command.quiet && canRun(command)));
  const [searched, setSearched] = useState<readonly Command[]>([]);
  useEffect(() => {
    let over = false;
    for (const source of commandSources()) {
      void Promise.resolve(source())
        .then((more) => over || setSearched((before) => [...before, ...more]))
        // What cannot be fetched is not found; everything else still is.
        .catch(() => undefined);
    }
    return () => {
      over = true;
    };
  }, []);
  const [recent] = useState(() => recentOf(RECENT));
  return { commands, searched, recent };
};

const Foot = () => {
  const t = useCommandsTexts();
  return (
    <footer className="command-foot">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {t.choose}
      </span>
      <span>
        <kbd>Enter</kbd> {t.go}
      </span>
      <button type="button" onClick={() => showCommands('shortcuts')}>
        {t.allKeys} <kbd>?</kbd>
      </button>
    </footer>
  );
};

const Bar = () => {
  const t = useCommandsTexts();
  const locale = useLocale();
  const id = useId();
  const offer = useOffer();
  const [typed, setTyped] = useState('');
  const sections = useMemo(() => sectionsOf(typed, offer, locale), [typed, offer, locale]);
  const flat = sections.flatMap(({ commands }) => commands);
  const { current, list, setAt, walk } = useListKeys<Command, HTMLDivElement>(flat);
  const choose = (command: Command) => {
    showCommands(null);
    keepRecent(RECENT, command.id);
    // The focus goes back to where it was first: many commands move it on from there.
    setTimeout(() => command.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event)) return;
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && current) {
      event.preventDefault();
      choose(current);
    }
  };
  return (
    <div className="command-bar">
      <div className="command-search">
        <Icon name="search" size={18} />
        <ListField
          id={id}
          current={current?.id}
          typed={typed}
          onType={(next) => {
            setTyped(next);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          label={t.search}
          placeholder={t.search}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="command-list" ref={list} role="listbox" id={id} aria-label={t.bar}>
        {sections.map(({ name, commands }) => (
          <div key={name} role="group" aria-label={name === 'recent' ? t.recent : t.groups[name]}>
            <h3 aria-hidden="true">{name === 'recent' ? t.recent : t.groups[name]}</h3>
            {commands.map((command) => (
              <div
                key={command.id}
                id={`${id}-${command.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={command === current}
                className="command-row"
                onPointerMove={() => setAt(flat.indexOf(command))}
                onClick={() => choose(command)}
              >
                <Icon name={command.icon} size={17} />
                <span>{inLocale(command.title, locale)}</span>
                {command.keys?.[0] && <KeyCaps keys={command.keys[0]} />}
              </div>
            ))}
          </div>
        ))}
        {flat.length === 0 && (
          <div className="command-none">
            <strong>{t.nothing(typed)}</strong>
            <span>{t.nothingHelp}</span>
          </div>
        )}
      </div>
      <Foot />
      <VisuallyHidden role="status">{typed === '' ? '' : t.results(flat.length)}</VisuallyHidden>
    </div>
  );
};

/** Everything that can be done here, by its words in either language; opened with Ctrl K. */
export const CommandBar = () => {
  const t = useCommandsTexts();
  return (
    <Modal
      opened
      onClose={() => showCommands(null)}
      withCloseButton={false}
      title={undefined}
      attributes={{ content: { 'aria-label': t.bar } }}
      centered={false}
      yOffset="12vh"
      size={640}
      radius={14}
      padding={0}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.32 }}
      zIndex={400}
    >
      <Bar />
    </Modal>
  );
};
