import { runCommand } from './run-command.ts';

const stop = new AbortController();
process.once('SIGINT', () => {
  stop.abort();
  // A second one ends what does not listen.
  process.once('SIGINT', () => process.exit(130));
});
// A reader that leaves early (`trama runs list | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommand(process.argv.slice(2), stop.signal);
