import { type Code, choice, code, NULL, RANK, within } from './expressions/code.ts';
import { type Feed, tookPort } from './region.ts';

/** A feed as a list: of a value that may be one itself, that list. */
export const asList = (feed: Feed): Code =>
  feed.many
    ? feed.code
    : code(feed.loose ? `[${within(feed.code, RANK.both + 1)} ?? []].flat()` : `[${feed.code.text}]`, 'any', {
        sure: true,
      });

/** Each port once. */
export const unique = (refs: readonly Feed['refs'][number][]): Feed['refs'] =>
  refs.filter((one, i) => refs.findIndex((other) => other.id === one.id && other.port === one.port) === i);

/** What may be spread into a list; nothing where the line brought nothing. */
export const spreadable = (feed: Feed): string => {
  const list = asList(feed);
  const tookIt = feed.maybe ? tookPort(feed.refs) : null;
  return tookIt ? `(${choice(tookIt, list, code('[]')).text})` : within(list, RANK.atom);
};

/** The value of the line that brought one. */
export const alternatives = (feeds: readonly Feed[]): Code => {
  const distinct = feeds.filter((one, i) => feeds.findIndex((other) => other.code.text === one.code.text) === i);
  const sure = distinct.filter((one) => tookPort(one.refs) === null);
  const [last, ...before] = [...sure, ...distinct.filter((one) => !sure.includes(one)).reverse()];
  return before.reduceRight((rest, one) => {
    const test = tookPort(one.refs);
    return test ? choice(test, one.code, rest) : rest;
  }, last?.code ?? NULL);
};
