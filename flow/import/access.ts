import { type Code, call, code, type Access as NodeAccess, NULL } from './expressions/code.ts';
import { asList } from './feed-list.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { type Feed, lifted, type Region, tookPort } from './region.ts';
import { cannot } from './why-not.ts';

/** What of the importer is asked here. */
interface Made {
  outputs: ReadonlyMap<string, readonly Feed[]>;
  openedOf(feed: Feed): Feed | undefined;
  approximated(node: N8nNode, pt: string, en: string): void;
}

/** How one node reads the items of others, from where it stands. */
export class Access {
  readonly #made: Made;
  readonly #node: N8nNode;
  readonly #region: Region;

  constructor(made: Made, node: N8nNode, region: Region) {
    this.#made = made;
    this.#node = node;
    this.#region = region;
  }

  /** `$input`. */
  ofInput(json: Code, list: Code, takesList: boolean): NodeAccess {
    const all = (): Code =>
      takesList || this.#region.kind !== 'items'
        ? list
        : cannot(
            'Aqui cada item é lido sozinho; não há a lista de todos',
            'Each item is read alone here; there is no list of all of them',
          );
    return {
      item: () => json,
      first: () => json,
      last: () => (takesList ? call('last', [list]) : json),
      all,
      executed: () => code('true'),
    };
  }

  /** `$('name')`. Throws `WhyNot` where nothing before has that name. */
  to(name: string): NodeAccess {
    const outputs = this.#made.outputs.get(name);
    if (!outputs) return cannot(`O nó “${name}” não vem antes`, `The node “${name}” does not come before`);
    const seen = outputs.find((one) => one.region !== outputs[0]?.region && one.region.contains(this.#region));
    const feed = seen ?? outputs[0];
    if (!feed) return cannot(`O nó “${name}” não dá nada`, `The node “${name}” gives nothing`);
    return {
      item: () => this.#item(name, feed),
      first: () => this.#end('first', feed),
      last: () => this.#end('last', feed),
      all: () => asList(this.#visible(feed)),
      executed: () => tookPort(feed.refs) ?? code('true'),
    };
  }

  #item(name: string, feed: Feed): Code {
    const opened = feed.many ? this.#made.openedOf(feed) : feed;
    if (opened?.region.contains(this.#region)) return opened.code;
    const visible = this.#visible(feed);
    if (!visible.many) return visible.code;
    this.#made.approximated(
      this.#node,
      `O item de “${name}” que é par deste não se conhece aqui: é lido o primeiro`,
      `The item of “${name}” that belongs to this one is not known here: the first is read`,
    );
    return call('first', [visible.code]);
  }

  #end(which: 'first' | 'last', feed: Feed): Code {
    const visible = this.#visible(feed);
    return visible.many ? call(which, [visible.code]) : visible.code;
  }

  /** Brought out of scopes that are over, until it can be read from here. */
  #visible(feed: Feed): Feed {
    let now = feed;
    while (!now.region.contains(this.#region)) {
      if (now.region.parent === null) return { ...now, code: NULL };
      now = lifted(now);
    }
    return now;
  }
}
