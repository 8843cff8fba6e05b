import { parseArgs } from 'node:util';
import { StripeSimulator } from './stripe-simulator.ts';

/**
 * Stripe in a process of its own, in real time, for browser journeys and demonstrations:
 * `tsx tests/simulators/stripe/main.ts --port 4242 --month 60 --deliver http://localhost:3000/hooks/billing/stripe --secret whsec_demo`
 * A month lasts `--month` seconds, a year twelve of them; what failed is tried again after a tenth, a fifth and a third of one.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4242' },
    month: { type: 'string', default: '60' },
    deliver: { type: 'string' },
    secret: { type: 'string', default: 'whsec_simulator' },
    key: { type: 'string', default: 'sk_test_simulator' },
  },
});
const month = Number(values.month);
const stripe = await StripeSimulator.start({
  port: Number(values.port),
  apiKey: values.key,
  secondsAMonth: month,
  retriesMs: [0.1, 0.2, 0.33].map((part) => Math.ceil(part * month) * 1_000),
});
if (values.deliver !== undefined) {
  stripe.deliveries.endpoint = { url: values.deliver, secrets: [values.secret] };
  stripe.deliveries.held = false;
}
const stopClock = stripe.followClock();
process.stdout.write(`Stripe's simulator: ${stripe.url}, a month of ${month} s\n`);
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => {
    stopClock();
    void stripe.stop();
  });
