import { TramaError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Run } from './run.ts';
import { MAX_STATE, MAX_VALUE, sizeOf } from './size.ts';

/** Bytes of a value. Throws `value_too_large` where it has more than a value may. */
export function valueBytes(run: Run, value: Json): number {
  const bytes = sizeOf(value, MAX_VALUE);
  if (bytes <= MAX_VALUE) return bytes;
  const text = { pt: 'Um valor pode ter até 4 MB', en: 'A value may have up to 4 MB' };
  throw new TramaError('value_too_large', run.locale === 'en' ? text.en : text.pt, { text });
}

/** Takes room in the run's state for something that it will hold. Throws `state_too_large` where there is none left. */
export function takeRoom(run: Run, bytes: number): void {
  const { state } = run;
  if (state.size + bytes > MAX_STATE) {
    const text = { pt: 'A execução guarda mais de 16 MB', en: 'The run holds more than 16 MB' };
    throw new TramaError('state_too_large', run.locale === 'en' ? text.en : text.pt, { text });
  }
  state.size += bytes;
}
