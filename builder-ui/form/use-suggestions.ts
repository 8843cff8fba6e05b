import { type KeyboardEvent, useRef, useState } from 'react';
import type { Suggestion, Suggestions, Writing } from '../document/suggest.ts';
import { useForm } from './form-context.ts';

interface Open extends Suggestions {
  caret: number;
  chosen: number;
}

interface Chosen {
  text: string;
  caret: number;
}

/** The list under a text that is being written: what it shows, and what the keys do while it is open. */
export const useSuggestions = (pointer: string, text: string, write: (chosen: Chosen) => void) => {
  const { guide } = useForm();
  const [open, setOpen] = useState<Open | null>(null);
  const asked = useRef(0);
  const close = () => {
    asked.current++;
    setOpen(null);
  };
  const look = async (writing: Writing) => {
    if (!guide) return;
    const turn = ++asked.current;
    const found = await guide.suggest(pointer, writing);
    // Who wrote on meanwhile has asked anew.
    if (turn !== asked.current) return;
    setOpen(found.items.length > 0 ? { ...found, caret: writing.caret, chosen: 0 } : null);
  };
  const choose = ({ insert }: Suggestion) => {
    if (!open) return;
    close();
    const before = text.slice(0, open.start) + insert;
    // Of a call the caret goes between its parentheses.
    const caret = before.length - (insert.endsWith('()') ? 1 : 0);
    write({ text: before + text.slice(open.caret), caret });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const one = open.items[open.chosen];
    if (move) setOpen({ ...open, chosen: (open.chosen + move + open.items.length) % open.items.length });
    else if ((event.key === 'Enter' || event.key === 'Tab') && one) choose(one);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { open, look, choose, close, onKeyDown };
};
