import { TramaError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { asObject, bad } from '../calls.ts';
import { stopRun } from '../end-run.ts';
import { leaveNowhere, succeed } from '../frames.ts';
import { takeRoom, valueBytes } from '../room.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import type { Visit } from '../state.ts';
import { closeStep } from '../trace.ts';
import { setVars } from '../vars.ts';

export const set: NodeKind = {
  start(run, at, visit) {
    succeed(run, at, visit, 'out', asObject(run, asObject(run, visit.input, 'config').values ?? null, 'values'));
  },
};

/** Reads and writes in one step: no other node runs between, and what fails has written nothing. */
export const assign: NodeKind = {
  start(run, at, visit) {
    const values = asObject(run, asObject(run, visit.input, 'config').values ?? null, 'values');
    const { vars, size } = run.state;
    try {
      setVars(run, values);
      succeed(run, at, visit, 'out', values);
    } catch (thrown) {
      Object.assign(run.state, { vars, size });
      throw thrown;
    }
  },
};

export const respond: NodeKind = {
  start(run, at, visit) {
    const config = asObject(run, visit.input, 'config');
    const { headers = null, body = null } = config;
    const status = config.status ?? 200;
    if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
      throw bad(run, '"status" precisa ser um número de 200 a 599', '"status" must be a number from 200 to 599');
    }
    const sent = { status, headers: headers === null ? {} : asObject(run, headers, 'headers'), body };
    if (run.state.start.answerable) answer(run, sent);
    succeed(run, at, visit, 'out', sent);
  },
};

function answer(run: Run, sent: NonNullable<Run['state']['answer']>): void {
  if (run.state.responded) {
    throw new TramaError(
      'already_answered',
      run.locale === 'en' ? 'The caller has been answered already' : 'Quem chamou já recebeu resposta',
    );
  }
  takeRoom(run, valueBytes(run, sent.body));
  run.state.responded = true;
  run.state.answer = sent;
  run.command({ kind: 'respond', ...sent });
}

/** The run ends at once, succeeded. */
export const stop: NodeKind = {
  start(run, at, visit) {
    const output = asObject(run, visit.input, 'config').output ?? null;
    valueBytes(run, output);
    endNowhere(run, at, visit);
    stopRun(run, output);
  },
};

/** As in templates: null is nothing, lists and objects are JSON. */
const textOf = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

export const fail: NodeKind = {
  start(run, at, visit) {
    const { code = null, message = null } = asObject(run, visit.input, 'config');
    throw new TramaError(textOf(code) || 'failed', textOf(message));
  },
};

export function endNowhere(run: Run, at: Place, visit: Visit): void {
  closeStep(run, visit, 'succeeded');
  leaveNowhere(run, at);
}
