import { RE2JS } from 're2js';

const MAX_KNOWN = 1_000;

type Matcher = (text: string) => boolean;

/** A pure memo: what is forgotten is compiled again, to the same. */
const known = new Map<string, Matcher>();

/**
 * Says whether a schema's pattern is found in a text. Patterns are an author's: they run on RE2, in time linear to the
 * text. Throws where RE2 cannot read the pattern.
 */
export function patternMatcher(pattern: string): Matcher {
  const before = known.get(pattern);
  if (before) return before;
  const compiled = RE2JS.compile(pattern);
  const matcher: Matcher = (text) => compiled.matcher(text).find();
  const [oldest] = known.size < MAX_KNOWN ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(pattern, matcher);
  return matcher;
}
