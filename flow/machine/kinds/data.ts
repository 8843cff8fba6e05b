import { TramaError } from '../../errors.ts';
import { asObject, bad } from '../calls.ts';
import { stopRun } from '../end-run.ts';
import { leaveNowhere, succeed } from '../frames.ts';
import type { NodeKind, Place, Run } from '../run.ts';
import { sizeOf } from '../size.ts';
import type { Visit } from '../state.ts';
import { closeStep } from '../trace.ts';
import { setVars } from '../vars.ts';

export const set: NodeKind = {
  start(run, at, visit) {
    succeed(run, at, visit, 'out', asObject(run, asObject(run, visit.input, 'config').values ?? null, 'values'));
  },
};

/** Reads and writes in one step: no other node runs between. */
export const assign: NodeKind = {
  start(run, at, visit) {
    const values = asObject(run, asObject(run, visit.input, 'config').values ?? null, 'values');
    setVars(run, values);
    succeed(run, at, visit, 'out', values);
  },
};

export const respond: NodeKind = {
  start(run, at, visit) {
    const { status = 200, headers = null, body = null } = asObject(run, visit.input, 'config');
    const sent = {
      status: typeof status === 'number' ? status : 200,
      headers: headers === null ? {} : asObject(run, headers, 'headers'),
      body,
    };
    if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
      throw bad(run, '"status" precisa ser um número de 200 a 599', '"status" must be a number from 200 to 599');
    }
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
  run.state.responded = true;
  run.state.answer = sent;
  run.state.size += sizeOf(sent.body);
  run.command({ kind: 'respond', ...sent });
}

/** The run ends at once, succeeded. */
export const stop: NodeKind = {
  start(run, at, visit) {
    const output = asObject(run, visit.input, 'config').output ?? null;
    endNowhere(run, at, visit);
    stopRun(run, output);
  },
};

export const fail: NodeKind = {
  start(run, at, visit) {
    const { code = 'failed', message = '' } = asObject(run, visit.input, 'config');
    const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
    throw new TramaError(text(code), text(message));
  },
};

export function endNowhere(run: Run, at: Place, visit: Visit): void {
  closeStep(run, visit, { status: 'succeeded' });
  leaveNowhere(run, at);
}
