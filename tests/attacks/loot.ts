const ID = /[a-z]{3}_[0-9a-f]{32}/g;
const NAMING = /^(id|slug|name|type|domain|key|kind|currency|month)$/;
const WHOLE_ID = /^[a-z]{3}_[0-9a-f]{32}$/;
/** Texts that are no words: hashes, tokens, cursors, revisions. */
const ORDINARY = /^(\d{4}-\d\d-\d\d|https?:|\/v1\/)/;
const TELLING = /^(?=.*[0-9])[\w.:"/=-]{16,}$/;

/** What a tenant's own answers gave away to itself: what another tenant would like to know, and names. */
export class Loot {
  readonly ids = new Set<string>();
  /** Cursors, hashes, slugs and the like. */
  readonly texts = new Set<string>();

  /** Short words under the fields that name things: what an address without an id may be made of. */
  readonly words = new Set<string>();
  readonly #mark: string;

  /** `mark` stands in every name that the tenant gave. */
  constructor(mark: string) {
    this.#mark = mark;
  }

  take(value: unknown): void {
    if (typeof value === 'string') this.#text(value);
    else if (Array.isArray(value)) for (const each of value) this.take(each);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) {
        this.#text(key);
        if (typeof each === 'string' && NAMING.test(key) && each.length < 80) this.words.add(each);
        this.take(each);
      }
  }

  #text(text: string): void {
    if (text.length > 2_000) return;
    for (const id of text.match(ID) ?? []) this.ids.add(id);
    if (WHOLE_ID.test(text)) return;
    if (text.includes(this.#mark) || (TELLING.test(text) && !ORDINARY.test(text))) this.texts.add(text);
  }

  /** Forgets what everybody is shown: catalogues, examples, templates. */
  without(everybody: Loot): void {
    for (const mine of ['ids', 'texts', 'words'] as const)
      for (const value of everybody[mine]) this[mine].delete(value);
  }

  /** Values for a text with this pattern; without one all of them. */
  fitting(pattern: string | undefined): string[] {
    const all = [...this.ids, ...this.texts];
    if (pattern === undefined) return all;
    const fits = new RegExp(pattern, 'u');
    return all.filter((one) => fits.test(one));
  }
}
