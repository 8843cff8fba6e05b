import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { portLabel } from '../canvas/port-handles.tsx';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { parsePort } from '../document/ports.ts';
import { type Texts, useLocale, useTexts } from '../texts/texts.ts';
import { type CommandsTexts, useCommandsTexts } from './commands/commands-texts.ts';
import { type EditorStore, useEditor } from './editor-store.ts';

interface Words {
  catalogue: Catalogue;
  locale: Locale;
  t: Texts;
  said: CommandsTexts['said'];
}

/** A step in a sentence: what it is, where it stands, where it leads, what is wrong with it. */
const sentence = (document: FlowDocument, id: string, problems: number, words: Words): string => {
  const { catalogue, locale, t, said } = words;
  const node = findNode(document, id);
  if (!node) return '';
  const nameOf = (other: string): string => {
    const found = findNode(document, other);
    return found ? nodeLabel(found, catalogue, locale) : other;
  };
  const type = catalogue.get(node.type);
  const out = document.edges.flatMap((edge) => {
    const from = parsePort(edge.from);
    return from.node === id ? [said.leads(portLabel(from.port, t), nameOf(edge.to))] : [];
  });
  return [
    nodeLabel(node, catalogue, locale),
    node.label && type ? inLocale(type.title, locale) : '',
    node.disabled ? said.disabled : '',
    node.parent === undefined ? '' : said.inside(nameOf(node.parent)),
    out.length > 0 ? out.join(', ') : said.leadsNowhere,
    problems > 0 ? said.problems(problems) : '',
  ]
    .filter(Boolean)
    .join('. ');
};

interface SelectionSaidProps {
  store: EditorStore;
  catalogue: Catalogue;
  problems: readonly Problem[];
}

/** Says what is selected, for who hears the screen: the drawing shows it to the others. */
export const SelectionSaid = ({ store, catalogue, problems }: SelectionSaidProps) => {
  const locale = useLocale();
  const t = useTexts();
  const { said } = useCommandsTexts();
  const selected = useEditor(store, (state) => state.nodes);
  const wires = useEditor(store, (state) => state.edges);
  const document = useEditor(store, (state) => state.document);
  const text = useMemo(() => {
    const [id] = selected;
    const [wire] = wires;
    if (selected.size > 1) return t.editor.selected(selected.size);
    if (id !== undefined) {
      const wrong = problems.filter((one) => one.node === id && one.severity === 'error').length;
      return sentence(document, id, wrong, { catalogue, locale, t, said });
    }
    if (!wire) return '';
    const name = (node: string) => {
      const found = findNode(document, node);
      return found ? nodeLabel(found, catalogue, locale) : node;
    };
    return said.wire(name(parsePort(wire.from).node), name(wire.to));
  }, [selected, wires, document, problems, catalogue, locale, t, said]);
  return <VisuallyHidden role="status">{text}</VisuallyHidden>;
};
