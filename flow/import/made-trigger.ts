import type { JsonObject, Text } from '../json.ts';
import { type Code, code } from './expressions/code.ts';

/** The trigger that a node becomes. */
export interface MadeTrigger {
  type: string;
  config: JsonObject;
  /** What its item holds. */
  value: Code;
  status: 'mapped' | 'approximated' | 'notMapped';
  reasons: Text[];
}

export const triggerData = code('trigger.data');
export const plainly = (type: string, config: JsonObject = {}, value: Code = triggerData): MadeTrigger => ({
  type,
  config,
  value,
  status: 'mapped',
  reasons: [],
});
export const nearly = (made: MadeTrigger, pt: string, en: string): MadeTrigger => ({
  ...made,
  status: 'approximated',
  reasons: [...made.reasons, { pt, en }],
});

/** Without a slash in front, and nothing in it that no address has. */
export const hookPath = (path: string, fallback: string): string => {
  const made = path
    .replace(/^=+/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/[^A-Za-z0-9_\-./]/g, '-')
    .slice(0, 200);
  return /^[A-Za-z0-9]/.test(made) ? made : fallback;
};
