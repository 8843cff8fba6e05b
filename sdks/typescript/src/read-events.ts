import { NoAnswerError } from './trama-error.ts';

export interface StreamEvent {
  /** `run`, `step`, `end` … */
  event: string;
  data: unknown;
  /** What `Last-Event-ID` goes on behind. */
  id: string | null;
}

export interface ReadLine {
  event?: StreamEvent;
  /** The server asks for such a pause before a line is taken up again. */
  retryMs?: number;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** One block between empty lines, by the HTML standard's rules for event streams. */
export function readBlock(block: string): ReadLine {
  const fields: Record<string, string> = {};
  const data: string[] = [];
  for (const line of block.split(/\r\n|\r|\n/)) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === 'data') data.push(value);
    else if (name !== '') fields[name] = value;
  }
  const retryMs = fields.retry !== undefined && /^\d+$/.test(fields.retry) ? Number(fields.retry) : undefined;
  if (data.length === 0) return retryMs === undefined ? {} : { retryMs };
  const event: StreamEvent = { event: fields.event || 'message', data: parsed(data.join('\n')), id: fields.id ?? null };
  return retryMs === undefined ? { event } : { event, retryMs };
}

const late = (ms: number): { promise: Promise<never>; stop: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const promise = new Promise<never>((_, reject) => {
    const error = new NoAnswerError({ code: 'timed_out', status: 0, message: `Nothing came for ${ms} ms` });
    timer = setTimeout(() => reject(error), ms);
  });
  return { promise, stop: () => clearTimeout(timer) };
};

/** What comes, block by block, until the line ends. @throws NoAnswerError where it breaks, or is silent for too long. */
export async function* readEvents(response: Response, silenceMs: number): AsyncGenerator<ReadLine, void, void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let rest = '';
  while (true) {
    const limit = late(silenceMs);
    const { value, done } = await Promise.race([reader.read(), limit.promise])
      .catch((cause: unknown) => {
        if (cause instanceof NoAnswerError) throw cause;
        throw new NoAnswerError({ code: 'no_answer', status: 0, message: 'The line broke', cause });
      })
      .finally(limit.stop);
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) yield readBlock(block);
  }
}
