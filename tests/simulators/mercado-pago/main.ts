import { parseArgs } from 'node:util';
import { realClock } from './clock.ts';
import { startMercadoPago } from './start.ts';

const USAGE =
  'tests/simulators/mercado-pago/main.ts [--port 4010] [--notify http://localhost:3000/hooks/billing/mercado_pago] [--secret …] [--token APP_USR-test] [--month 30]';

/** A stand-in for Mercado Pago as a process of its own: a month lasts `--month` seconds. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      notify: { type: 'string' },
      secret: { type: 'string' },
      token: { type: 'string', default: 'APP_USR-test' },
      month: { type: 'string', default: '30' },
    },
  });
  const simulator = await startMercadoPago({
    clock: realClock(Number(values.month) * 1_000),
    port: Number(values.port),
    notifyUrl: values.notify ?? null,
    tellsByItself: true,
    signing: { secret: values.secret ?? null },
    rules: { accessToken: values.token, firstChargeAfterMs: 500 },
  });
  process.stdout.write(
    `Mercado Pago (simulated): ${simulator.url}, its controls at ${simulator.url}/control\n${USAGE}\n`,
  );
  const end = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
};

await main();
