import { RE2JS } from 're2js';
import { failure } from '#flow/errors.ts';
import { patternProblem } from '#flow/expressions/functions/patterns.ts';

/** Text × instructions of the pattern: RE2 takes at most about 20 ns each, so one search a second at most. */
const MOST_WORK = 50_000_000;
const MOST_MATCHES = 10_000;
/** Each search is linear, but many long ones in a row are not. */
const MOST_MS = 2_000;

const tooMuch = () =>
  failure('too_large', 'O texto é grande demais para este padrão.', 'The text is too large for this pattern.');

interface Found {
  groups: (string | null)[];
  start: number;
  end: number;
}

const search = (text: string, pattern: string): Found[] => {
  const problem = patternProblem(pattern);
  if (problem) throw failure('bad_config', problem.pt, problem.en);
  const re = RE2JS.compile(pattern);
  if (text.length * re.programSize() > MOST_WORK) throw tooMuch();
  const until = performance.now() + MOST_MS;
  const matcher = re.matcher(text);
  const found: Found[] = [];
  while (matcher.find()) {
    const groups = Array.from({ length: re.groupCount() + 1 }, (_, group) => matcher.group(group) ?? null);
    found.push({ groups, start: matcher.start(), end: matcher.end() });
    if (found.length > MOST_MATCHES || performance.now() > until) throw tooMuch();
  }
  return found;
};

/** `[whole, group 1, …]` of each match. Fails with `bad_config`, `too_large`. */
export const matchAll = (text: string, pattern: string): (string | null)[][] =>
  search(text, pattern).map(({ groups }) => groups);

/** Every match replaced by the text as it is. Fails as `matchAll` does. */
export const replaceAll = (text: string, pattern: string, replacement: string): string => {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of search(text, pattern)) {
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  return parts.join('') + text.slice(at);
};
