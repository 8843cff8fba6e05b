import { type NodeProps, NodeResizer, NodeToolbar, Position } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useInside } from './canvas-inside.ts';
import type { NoteNode } from './canvas-nodes.ts';
import { useCanvasTexts } from './canvas-texts.ts';
import { Swatches } from './swatches.tsx';

const LEAST = { width: 120, height: 60 } as const;

/** A sticky note: text that is written in place. Links in it can be followed while it is not being written. */
export const NoteNodeView = ({ data: { note }, selected }: NodeProps<NoteNode>) => {
  const t = useCanvasTexts();
  const inside = useInside();
  const edits = inside.edits();
  // A new one is written at once.
  const [writing, setWriting] = useState(() => edits !== undefined && selected && note.text === '');
  return (
    <article className="note" data-color={note.color} data-selected={selected} aria-label={t.note}>
      {edits && (
        <>
          <NodeResizer
            isVisible={selected}
            minWidth={LEAST.width}
            minHeight={LEAST.height}
            handleClassName="note-corner"
            lineClassName="note-line"
            onResizeEnd={(_, { x, y, width, height }) =>
              edits.changeNote(note.id, {
                position: { x: Math.round(x), y: Math.round(y) },
                size: { width: Math.round(width), height: Math.round(height) },
              })
            }
          />
          <NodeToolbar isVisible={selected} position={Position.Top} offset={8}>
            <Swatches color={note.color} onPick={(color) => edits.changeNote(note.id, { color })} />
          </NodeToolbar>
        </>
      )}
      {writing && edits ? (
        <NoteWriting
          text={note.text}
          label={t.noteText}
          onWrite={(text) => edits.changeNote(note.id, { text })}
          onEnd={() => setWriting(false)}
        />
      ) : (
        // Double click is the short way; Enter does the same while the note has the focus.
        <div className="note-text" onDoubleClick={() => edits && setWriting(true)}>
          {note.text ? <Linked text={note.text} /> : <em>{t.noteEmpty}</em>}
        </div>
      )}
    </article>
  );
};

const Linked = ({ text }: { text: string }) =>
  text.split(/(https?:\/\/[^\s<>"]+)/).map((part, n) =>
    n % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name than their place
      <a key={n} href={part} target="_blank" rel="noreferrer" className="nodrag">
        {part}
      </a>
    ) : (
      part
    ),
  );

interface NoteWritingProps {
  text: string;
  label: string;
  onWrite: (text: string) => void;
  onEnd: () => void;
}

const NoteWriting = ({ text, label, onWrite, onEnd }: NoteWritingProps) => {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // The card that was just chosen takes the focus first.
    const soon = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(soon);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onEnd();
  };
  return (
    <textarea
      ref={field}
      className="note-text nodrag nowheel"
      aria-label={label}
      defaultValue={text}
      onChange={(event) => onWrite(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={onEnd}
    />
  );
};
