import type { FlowDocument } from '#flow/document.ts';
import type { Locale, Text } from '#flow/json.ts';
import type { NodeType } from '#flow/node-type.ts';
import { findNode } from '../../document/connect.ts';
import { portsOf } from '../../document/ports.ts';
import { findByWords } from './find-words.ts';
import { TYPE_WORDS } from './type-words.ts';

const fieldsOf = (type: NodeType, locale: Locale): string[] => {
  const [own, other] =
    locale === 'en' ? ([type.title.en, type.title.pt] as const) : ([type.title.pt, type.title.en] as const);
  const words = `${TYPE_WORDS[type.type] ?? ''} ${type.type.replaceAll('.', ' ')}`;
  return [own, other, words, `${type.description.pt} ${type.description.en}`];
};

/** Types by words in both languages, whatever the language of the screen; with nothing typed, all as they come. */
export const findTypes = (types: Iterable<NodeType>, typed: string, locale: Locale): NodeType[] =>
  findByWords(typed, [...types], (type) => fieldsOf(type, locale));

/** Where a new step would stand. */
export interface Standing {
  /** The frame around it. */
  parent: string | undefined;
  /** Something follows it: it is put into an edge. */
  followed: boolean;
}

const LOOPS = new Set(['forEach', 'while']);
const DEEPEST = 10;

const framesAround = (document: FlowDocument, parent: string | undefined): string[] => {
  const types: string[] = [];
  for (let at = parent; at !== undefined && types.length <= DEEPEST; ) {
    const frame = findNode(document, at);
    if (frame) types.push(frame.type);
    at = frame?.parent;
  }
  return types;
};

/** Why a type cannot stand there, as a key of the texts; null where it can. */
export type StandingFault = 'onlyInLoop' | 'endsThePath' | 'tooDeep';

export const standingFault = (document: FlowDocument, type: NodeType, at: Standing): StandingFault | null => {
  const frames = framesAround(document, at.parent);
  const leaves = (type.type === 'break' || type.type === 'continue') && !frames.some((one) => LOOPS.has(one));
  if (leaves) return 'onlyInLoop';
  if (at.followed && !portsOf({ type: type.type, config: {} }, type).some((port) => port !== 'error'))
    return 'endsThePath';
  if (frames.length >= DEEPEST && (LOOPS.has(type.type) || type.type === 'scope')) return 'tooDeep';
  return null;
};

export const STANDING_WORDS: Record<StandingFault, Text> = {
  onlyInLoop: { pt: 'Só dentro de uma repetição', en: 'Only inside a loop' },
  endsThePath: { pt: 'Termina o caminho: nada viria depois', en: 'It ends the path: nothing would follow' },
  tooDeep: { pt: 'Blocos vão até 10 níveis', en: 'Containers nest to 10 levels' },
};
