import { readFileSync } from 'node:fs';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { MACHINE } from '#flow/machine/number.ts';
import { workflowBundle } from '#workers/bundle.ts';
import { examplesOf } from '../docs/examples.ts';
import { compileExample } from '../docs/run-example.ts';
import { recordWebhook, WEBHOOK_HISTORY } from './record-webhook.ts';
import { recordedShapes } from './recorded-shapes.ts';
import { Recorder, type Recording } from './recorder.ts';
import { namesOf, type StoredHistory, writeHistory } from './stored-histories.ts';

// `node --import tsx tests/workflow/record-histories.ts`: see docs/upgrading.md. What is stored stays: only what has no history yet is run.
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Every example of the language, and again with a caller who waits where that makes a difference. */
const examples = (): Recording[] =>
  examplesOf(readFileSync('docs/flow-language.md', 'utf8')).flatMap(({ id, document, expected }) => {
    const { plan } = compileExample(document);
    if (!plan) return [];
    return expected
      .filter(({ admission }) => !admission)
      .flatMap((one, i) => {
        const name = expected.length === 1 ? id : `${id}-${i + 1}`;
        const plain = { name, plan, expected: one };
        const calls = plan.nodes.some(({ action, type }) => action || type === 'code');
        return calls ? [plain, { ...plain, name: `${name}-quick`, callerWaits: true }] : [plain];
      });
  });

const eventsIn = ({ history }: StoredHistory): number => (history as { events: unknown[] }).events.length;

const recordings = [...examples(), ...recordedShapes()];
const stored = new Set(namesOf(MACHINE));
const only = process.argv.slice(2);
const missing = recordings.filter(({ name }) => !stored.has(name) && (only.length === 0 || only.includes(name)));
say(`machine ${MACHINE}: ${recordings.length} runs, ${missing.length} of them without a history`);
// What an environment that was closed had still to say, its client tries to say later.
process.on('uncaughtException', (error) => {
  if (error.message !== 'Channel has been shut down') throw error;
});
if (missing.length > 0) {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
  const recorder = await Recorder.open(await workflowBundle());
  for (const recording of missing) {
    const histories = await recorder.record(recording);
    for (const history of histories) writeHistory(MACHINE, history);
    say(`${recording.name.padEnd(50)} ${histories.map(eventsIn).join(' + ')} events`);
  }
  await recorder.close();
}
if (!stored.has(WEBHOOK_HISTORY)) {
  writeHistory(MACHINE, await recordWebhook(await workflowBundle()));
  say(WEBHOOK_HISTORY);
}
