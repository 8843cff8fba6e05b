import { VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { inLocale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { portLabel } from '../canvas/port-handles.tsx';
import type { PortRef } from '../document/ports.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { type AddRequest, parentAt } from './add-step.ts';
import { useCommandsTexts } from './commands/commands-texts.ts';
import { STANDING_WORDS } from './commands/find-types.ts';
import { ListField } from './commands/list-field.tsx';
import { keepRecent, recentOf } from './commands/recent.ts';
import { useListKeys } from './commands/use-list-keys.ts';
import type { EditorStore } from './editor-store.ts';
import { type Choice, choicesFor, portsFor } from './quick-choices.ts';
import { TypeRow } from './type-row.tsx';

export const RECENT_TYPES = 'trama.types.recent';

interface QuickListProps {
  store: EditorStore;
  catalogue: Catalogue;
  request: AddRequest;
  from: PortRef | undefined;
  onPort: (port: string) => void;
  /** `again`: Ctrl was held, the list stays for the next one. */
  onAdd: (type: string, again: boolean) => void;
  onJoin: (node: string) => void;
}

/** A search, and under it what can stand here; arrows and Enter choose, Tab takes the next port. */
export const QuickList = (props: QuickListProps) => {
  const { store, catalogue, request, from, onPort, onAdd, onJoin } = props;
  const t = useTexts();
  const words = useCommandsTexts();
  const locale = useLocale();
  const id = useId();
  const [typed, setTyped] = useState('');
  const { document } = store.get();
  const [recent] = useState(() => recentOf(RECENT_TYPES));
  const parent = parentAt(store, catalogue, request);
  const followed = request.edge !== undefined;
  const joins = request.joins === true;
  const choices = useMemo(
    () => choicesFor({ document, catalogue, recent, from, joins, at: { parent, followed } }, typed, locale),
    [document, catalogue, recent, from, joins, parent, followed, typed, locale],
  );
  const ports = portsFor(document, catalogue, from);
  const { current, list, setAt, walk } = useListKeys<Choice, HTMLDivElement>(choices);

  const choose = (choice: Choice | undefined, again: boolean) => {
    if (choice?.kind === 'node') onJoin(choice.node.id);
    if (choice?.kind !== 'type' || choice.fault) return;
    keepRecent(RECENT_TYPES, choice.type.type);
    onAdd(choice.type.type, again);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event)) return;
    if (event.key === 'Tab' && ports.length > 0) {
      const by = event.shiftKey ? ports.length - 1 : 1;
      onPort(ports[(ports.indexOf(from?.port ?? '') + by) % ports.length] ?? 'out');
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      choose(current, event.ctrlKey || event.metaKey);
    } else return;
    event.preventDefault();
    // Ctrl Enter tests the flow elsewhere.
    event.nativeEvent.stopImmediatePropagation();
  };
  return (
    <div className="quick-list">
      <div className="quick-search">
        <Icon name="search" size={15} />
        <ListField
          id={id}
          current={current?.id}
          typed={typed}
          onType={(next) => {
            setTyped(next);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          label={t.palette.search}
          placeholder={joins ? words.whereTo : words.whatNext}
        />
      </div>
      {ports.length > 0 && <Ports {...{ ports, onPort }} port={from?.port} />}
      <div className="quick-choices" ref={list} role="listbox" id={id} aria-label={t.palette.title}>
        {choices.map((choice) => (
          <Row
            key={choice.id}
            id={`${id}-${choice.id}`}
            choice={choice}
            selected={choice === current}
            onHover={() => setAt(choices.indexOf(choice))}
            onChoose={(again) => choose(choice, again)}
          />
        ))}
        {choices.length === 0 && <p className="quick-none">{joins ? words.noneToJoin : t.palette.nothing(typed)}</p>}
      </div>
      <footer className="quick-foot">
        <span>
          <kbd>Enter</kbd> {joins ? words.join : words.add}
        </span>
        {!joins && (
          <span>
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> {words.addMore}
          </span>
        )}
      </footer>
      <VisuallyHidden role="status">
        {ports.length > 0 && from ? words.leavesByPort(portLabel(from.port, t)) : ''}
      </VisuallyHidden>
    </div>
  );
};

const Ports = ({
  ports,
  port,
  onPort,
}: {
  ports: string[];
  port: string | undefined;
  onPort: (port: string) => void;
}) => {
  const t = useTexts();
  const words = useCommandsTexts();
  return (
    <div className="quick-ports" role="radiogroup" aria-label={words.leavesBy}>
      {ports.map((one) => (
        <button
          key={one}
          type="button"
          role="radio"
          tabIndex={-1}
          aria-checked={one === port}
          onClick={() => onPort(one)}
        >
          {portLabel(one, t)}
        </button>
      ))}
      <kbd>Tab</kbd>
    </div>
  );
};

interface RowProps {
  id: string;
  choice: Choice;
  selected: boolean;
  onHover: () => void;
  onChoose: (again: boolean) => void;
}

const Row = ({ id, choice, selected, onHover, onChoose }: RowProps) => {
  const locale = useLocale();
  const words = useCommandsTexts();
  const fault = choice.kind === 'type' ? choice.fault : null;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-disabled={fault !== null}
      className="palette-entry"
      data-group={choice.kind === 'type' ? choice.type.group : 'flow'}
      onPointerMove={onHover}
      onClick={(event) => onChoose(event.ctrlKey || event.metaKey)}
    >
      {choice.kind === 'type' ? (
        <TypeRow type={choice.type} instead={fault ? inLocale(STANDING_WORDS[fault], locale) : undefined} />
      ) : (
        <>
          <span className="node-tile">
            <Icon name="chevron-right" size={17} />
          </span>
          <span className="palette-words">
            <b>{words.joinTo(choice.label)}</b>
            <small>{choice.node.id}</small>
          </span>
        </>
      )}
    </div>
  );
};
