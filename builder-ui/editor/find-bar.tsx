import { ActionIcon, Button, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import { type Found, find } from '../document/find.ts';
import { nodeLabel } from '../document/node-label.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { focusCanvas } from './commands/canvas-focus.ts';
import { useCommandsTexts } from './commands/commands-texts.ts';
import { findStepCommands } from './commands/find-commands.ts';
import { useCommands } from './commands/registry.ts';
import { type EditorStore, useEditor } from './editor-store.ts';
import { ReplaceRow } from './replace-row.tsx';

interface FindBarProps {
  store: EditorStore;
  catalogue: Catalogue;
  problems: readonly Problem[];
  readOnly: boolean;
  /** Moves the canvas to a step. */
  onShow: (id: string) => void;
  onClose: () => void;
}

/** What is found, held while it is walked; the canvas follows. */
const useFound = ({ store, catalogue, problems, onShow }: FindBarProps, typed: string) => {
  const document = useEditor(store, (state) => state.document);
  const found = useMemo(() => {
    const invalid = new Set(problems.flatMap(({ severity, node }) => (severity === 'error' && node ? [node] : [])));
    return find(document, typed, { catalogue, invalid });
  }, [document, typed, catalogue, problems]);
  const [wanted, setAt] = useState(0);
  const at = found.length === 0 ? -1 : ((wanted % found.length) + found.length) % found.length;
  const current = found[at];
  const show = useRef(onShow);
  show.current = onShow;
  const node = current?.node;
  useEffect(() => {
    if (node === undefined) return;
    store.select([node]);
    show.current(node);
  }, [node, store]);
  return { document, found, at, current, setAt };
};

/** Finds in all properties of all steps, and walks from one to the next. */
export const FindBar = (props: FindBarProps) => {
  const { store, catalogue, readOnly, onClose } = props;
  const t = useCommandsTexts().find;
  const [typed, setTyped] = useState('');
  const [replaces, setReplaces] = useState(false);
  const { document, found, at, current, setAt } = useFound(props, typed);
  const field = useRef<HTMLInputElement>(null);
  const walk = useRef({ next: () => {}, previous: () => {} });
  walk.current = { next: () => setAt(at + 1), previous: () => setAt(at - 1) };
  useCommands(useMemo(() => findStepCommands(walk), []));
  const close = () => {
    onClose();
    focusCanvas(current?.node);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') walk.current[event.shiftKey ? 'previous' : 'next']();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  const count = typed.trim() === '' ? '' : found.length === 0 ? t.none : t.count(at + 1, found.length);
  return (
    <search className="find-bar" aria-label={t.title}>
      <div className="find-row">
        <Icon name="search" size={15} />
        <input
          ref={field}
          autoFocus
          value={typed}
          placeholder={t.placeholder}
          aria-label={t.title}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="find-count" role="status">
          {count}
        </span>
        <Step label={t.previous} keys="Shift Enter" icon="chevron-left" onClick={() => walk.current.previous()} />
        <Step label={t.next} keys="Enter" icon="chevron-right" onClick={() => walk.current.next()} />
        {!readOnly && (
          <Button
            size="compact-sm"
            variant={replaces ? 'light' : 'subtle'}
            color="gray"
            aria-expanded={replaces}
            onClick={() => setReplaces((now) => !now)}
          >
            {t.replace}
          </Button>
        )}
        <ActionIcon variant="subtle" color="gray" aria-label={t.close} onClick={close}>
          <Icon name="x" size={16} />
        </ActionIcon>
      </div>
      {typed === '' && (
        <Signs
          onChoose={(sign) => {
            setTyped(sign);
            field.current?.focus();
          }}
        />
      )}
      {current && <Place found={current} label={labelOf(document, current.node, catalogue)} />}
      {replaces && <ReplaceRow store={store} document={document} from={typed} />}
    </search>
  );
};

const labelOf = (document: Parameters<typeof find>[0], id: string, catalogue: Catalogue) => {
  const node = document.nodes.find((one) => one.id === id);
  return node && id !== TRIGGER_ID ? { node, catalogue } : undefined;
};

/** Where the words stand, in a line. */
const Place = ({ found, label }: { found: Found; label: ReturnType<typeof labelOf> }) => {
  const locale = useLocale();
  const t = useCommandsTexts().find;
  const name = label ? nodeLabel(label.node, label.catalogue, locale) : t.trigger;
  return (
    <p className="find-place">
      <b>{name}</b>
      {found.field && <code>{found.field.replace(/^\/(config\/)?/, '').replaceAll('/', '.')}</code>}
      {found.text && <span>{found.text}</span>}
    </p>
  );
};

const SIGNS = ['is:invalid', 'is:disabled', 'is:unused', 'uses:', 'type:'];

const Signs = ({ onChoose }: { onChoose: (sign: string) => void }) => {
  const t = useCommandsTexts().find;
  return (
    <div className="find-signs">
      {SIGNS.map((sign) => (
        <UnstyledButton key={sign} onClick={() => onChoose(sign)}>
          <code>{sign}</code>
          <VisuallyHidden>{t.sign}</VisuallyHidden>
        </UnstyledButton>
      ))}
    </div>
  );
};

interface StepProps {
  label: string;
  keys: string;
  icon: 'chevron-left' | 'chevron-right';
  onClick: () => void;
}

const Step = ({ label, keys, icon, onClick }: StepProps) => (
  <Tooltip label={`${label} (${keys})`}>
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <Icon name={icon} size={16} />
    </ActionIcon>
  </Tooltip>
);
