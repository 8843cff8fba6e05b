import type { EventStream } from '#api/frame/answer.ts';
import type { Drawing } from '#domain/flows/presence.ts';

export interface FlowSource {
  load(): Promise<Drawing>;
  changed(signal: AbortSignal): Promise<void>;
}

/**
 * Sends who has a flow open, and which draft stands, each time it changes and first of all. `you`: the same person (or
 * key) as the one who listens, perhaps in another window.
 */
export async function followFlow(source: FlowSource, stream: EventStream, principal: string): Promise<void> {
  let present = '';
  let revision = -1;
  while (!stream.signal.aborted) {
    const drawing = await source.load();
    const editors = drawing.editors.map(({ client, principal: who, name, node }) => ({
      ...{ client, name, node },
      you: who === principal,
    }));
    const asText = JSON.stringify(editors);
    if (asText !== present) stream.send({ event: 'presence', data: { editors } });
    present = asText;
    if (drawing.revision !== revision) {
      const saver = drawing.editors.find((one) => one.principal === drawing.by);
      const by = drawing.by === null ? null : { name: saver?.name ?? null, you: drawing.by === principal };
      stream.send({ event: 'draft', data: { revision: drawing.revision, by } });
    }
    revision = drawing.revision;
    await source.changed(stream.signal);
  }
}
