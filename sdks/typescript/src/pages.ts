import type { Call } from './call.ts';
import type { Http } from './http.ts';
import type { RequestOptions } from './options.ts';

/**
 * A list that comes in pages. Awaited it is the first page; `for await` goes through what is listed, page after page, and asks
 * for the next one when it is needed.
 */
export class Pages<Item, Page> implements AsyncIterable<Item>, PromiseLike<Page> {
  readonly #http: Http;
  readonly #call: Call;
  readonly #field: string;
  readonly #options: RequestOptions;

  constructor(http: Http, call: Call, field: string, options: RequestOptions) {
    this.#http = http;
    this.#call = call;
    this.#field = field;
    this.#options = options;
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<Page, void, void> {
    let cursor: unknown = this.#call.query?.cursor;
    do {
      const page = await this.#page(cursor);
      yield page;
      // Erasure: every paged answer has it, whatever else is in it.
      cursor = (page as { nextCursor?: string | number | null }).nextCursor;
    } while (cursor !== null && cursor !== undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, void> {
    for await (const page of this.pages()) yield* (page as Record<string, Item[]>)[this.#field] ?? [];
  }

  /** So many at most, in a list. */
  async take(most: number): Promise<Item[]> {
    const taken: Item[] = [];
    if (most <= 0) return taken;
    for await (const item of this) if (taken.push(item) >= most) break;
    return taken;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- so that `await trama.runs.list()` is a page
  then<Result = Page, Failure = never>(
    onPage?: ((page: Page) => Result | PromiseLike<Result>) | null,
    onError?: ((reason: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#page(this.#call.query?.cursor).then(onPage, onError);
  }

  #page(cursor: unknown): Promise<Page> {
    return this.#http.json<Page>({ ...this.#call, query: { ...this.#call.query, cursor } }, this.#options);
  }
}
