import type { Attempt } from './aim.ts';

export interface Seen {
  status: number;
  /** Of its headers and its body. */
  text: string;
  /** Of a problem; null otherwise. */
  code: string | null;
  /** The values that stood in the request: of the victim, or of nobody in their place. */
  sent: ReadonlySet<string>;
}

export interface Leak {
  what: 'canary' | 'id' | 'reached' | 'told apart' | 'changed';
  detail: string;
}

export interface Secrets {
  canary: string;
  /** Ids of the victim that were never sent. */
  heldBack: ReadonlySet<string>;
}

const ID = /[a-z]{3}_[0-9a-f]{32}/g;

/** What differs from one answer to the next by itself. */
const plain = (text: string, sent: ReadonlySet<string>): string => {
  const changes = /\d{4}-\d\d-\d\dT[\d:.]+Z?/g;
  let rest = text
    .replaceAll(ID, '<id>')
    .replaceAll(/[0-9a-f]{32,}/g, '<hex>')
    .replaceAll(changes, '<time>');
  for (const value of sent) rest = rest.replaceAll(value, '<theirs>');
  return rest;
};

/** Too much at once, or no answer in time: the request was looked at by nobody. */
export const isTurnedAway = ({ status }: Seen): boolean => status === 0 || status === 429 || status === 503;

/** What a problem tells people. */
const said = (text: string): string => /"detail":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';

/**
 * Whether an answer shows anything of the victim. `twin` is the answer to the same request with values that nobody has in
 * place of the victim's: where an address names the victim's things, the two have to be alike, or ids could be guessed.
 */
export function leaksOf(attempt: Attempt, seen: Seen, twin: Seen | null, { canary, heldBack }: Secrets): Leak[] {
  const leaks: Leak[] = [];
  if (seen.text.includes(canary)) leaks.push({ what: 'canary', detail: around(seen.text, canary) });
  for (const id of new Set(seen.text.match(ID)))
    if (heldBack.has(id) && !attempt.stolen.has(id)) leaks.push({ what: 'id', detail: around(seen.text, id) });
  if (!twin || attempt.inPath.size === 0 || isTurnedAway(seen) || isTurnedAway(twin)) return leaks;
  const alike = twin.status === seen.status && twin.code === seen.code;
  const detail = `${seen.status} ${seen.code} for theirs, ${twin.status} ${twin.code} for nobody's`;
  if (!alike) leaks.push({ what: seen.status < 300 ? 'reached' : 'told apart', detail });
  else if (plain(said(seen.text), seen.sent) !== plain(said(twin.text), twin.sent))
    leaks.push({ what: 'told apart', detail: `${said(seen.text)} for theirs, ${said(twin.text)} for nobody's` });
  else if (seen.status < 300 && plain(seen.text, seen.sent) !== plain(twin.text, twin.sent))
    leaks.push({ what: 'reached', detail: `${seen.status}, and another body: ${seen.text.slice(-200)}` });
  return leaks;
}

const around = (text: string, part: string): string => {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 120), at + part.length + 40);
};
