/** Their content is for machines. */
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
const LINE = new Set(['br', 'div', 'li', 'tr', 'hr', 'dt', 'dd', 'section', 'article', 'header', 'footer', 'option']);
const PARAGRAPH = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'blockquote', 'pre', 'dl']);
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  reg: '®',
  euro: '€',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  bull: '•',
  deg: '°',
  ordf: 'ª',
  ordm: 'º',
  ...latin('aeiou', 'acute', '\u0301'),
  ...latin('aeo', 'circ', '\u0302'),
  ...latin('aon', 'tilde', '\u0303'),
  ...latin('aeiou', 'grave', '\u0300'),
  ...latin('aeiou', 'uml', '\u0308'),
  ...latin('c', 'cedil', '\u0327'),
};

function latin(letters: string, name: string, mark: string): Record<string, string> {
  const both = `${letters}${letters.toUpperCase()}`.split('');
  return Object.fromEntries(both.map((letter) => [`${letter}${name}`, `${letter}${mark}`.normalize('NFC')]));
}

/**
 * What a person would read of a page: blocks on lines of their own, links with their address, items with a dash. It is no
 * browser and no sanitizer: what comes out is plain text, and is escaped again before it goes into HTML. Linear in its length.
 */
export const htmlToText = (html: string): string => {
  const parts: string[] = [];
  let href: string | null = null;
  let label = '';
  let at = 0;
  const say = (text: string) => {
    parts.push(text);
    if (href !== null) label += text;
  };
  while (at < html.length) {
    const open = html.indexOf('<', at);
    say(decodeEntities(html.slice(at, open < 0 ? html.length : open).replace(/[\t\n\r ]+/g, ' ')));
    if (open < 0) break;
    const tag = tagAt(html, open);
    at = tag?.end ?? open + 1;
    if (tag === null) say('<');
    else if (SILENT.has(tag.name) && !tag.closing) at = closingOf(html, tag.name, at);
    else if (tag.name === 'a') {
      if (tag.closing && href !== null && label.trim() !== href) parts.push(` (${href})`);
      href = tag.closing ? null : hrefIn(tag.attributes);
      label = '';
    } else say(breakOf(tag.name, tag.closing));
  }
  return tidy(parts.join(''));
};

const breakOf = (name: string, closing: boolean): string => {
  if (name === 'li' && !closing) return '\n- ';
  if (name === 'td' || name === 'th') return closing ? '\t' : '';
  if (PARAGRAPH.has(name)) return '\n\n';
  return LINE.has(name) && (name !== 'li' || !closing) ? '\n' : '';
};

interface Tag {
  name: string;
  closing: boolean;
  attributes: string;
  end: number;
}

const NAME = /[a-zA-Z][a-zA-Z0-9:-]*/y;

const tagAt = (html: string, open: number): Tag | null => {
  const closing = html[open + 1] === '/';
  if (html.startsWith('<!--', open))
    return { name: '', closing: false, attributes: '', end: after(html, '-->', open + 4) };
  if (html[open + 1] === '!' || html[open + 1] === '?')
    return { name: '', closing: false, attributes: '', end: after(html, '>', open) };
  NAME.lastIndex = open + (closing ? 2 : 1);
  const name = NAME.exec(html)?.[0];
  if (name === undefined) return null;
  const end = after(html, '>', open);
  return { name: name.toLowerCase(), closing, attributes: html.slice(open + 1 + name.length, end - 1), end };
};

const after = (html: string, what: string, from: number): number => {
  const found = html.indexOf(what, from);
  return found < 0 ? html.length : found + what.length;
};

const closingOf = (html: string, name: string, from: number): number => {
  const end = new RegExp(`</${name}`, 'gi');
  end.lastIndex = from;
  const found = end.exec(html);
  return found ? after(html, '>', found.index) : html.length;
};

const hrefIn = (attributes: string): string | null => {
  const [, double, single, bare] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes) ?? [];
  const href = decodeEntities((double ?? single ?? bare ?? '').trim());
  return /^(https?:|mailto:|tel:)/i.test(href) ? href.replace(/^(mailto|tel):/i, '') : null;
};

/** `&eacute;`, `&#233;`, `&#xe9;`; what is none stays as it is. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return (Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined) ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
