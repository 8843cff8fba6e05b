import { Stack, Title } from '@mantine/core';
import { CopyIcon } from '../shell/copy-text.tsx';
import { useSession } from '../shell/session.ts';
import { useTerminalTexts } from './terminal-texts.ts';

const WORK = ['trama flows pull', 'trama flows diff', 'trama flows push', 'trama flows publish --note "…"'];
const RUNS = ['trama runs tail', 'trama runs show run_…', 'trama logs --status 4xx'];

const Commands = ({ title, help, lines }: { title: string; help: string; lines: readonly string[] }) => {
  const text = lines.join('\n');
  return (
    <section aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <p className="developer-help">{help}</p>
      <div className="example-box">
        {/* It takes the focus, for long lines are read by arrows. */}
        <pre className="example-code mono" tabIndex={0}>
          <code>{text}</code>
        </pre>
        <span className="example-copy">
          <CopyIcon text={text} />
        </span>
      </div>
    </section>
  );
};

/** How flows come into git, and go from one environment to the next: with the account's own address. */
export const TerminalPart = () => {
  const t = useTerminalTexts();
  const tenant = useSession()?.tenant.slug ?? '';
  const here = `--url ${window.location.origin} --tenant ${tenant}`;
  const begin = ['npm install --global ./trama-cli-*.tgz', `trama init production ${here}`, 'trama login production'];
  const environments = [
    `trama init staging --url ${window.location.origin} --tenant …`,
    'trama login staging',
    'trama promote --from staging --to production --dry-run',
    'trama promote --from staging --to production',
  ];
  return (
    <Stack gap="lg" maw={860}>
      <p className="developer-help">{t.help}</p>
      <Commands title={t.begin} help={t.beginHelp} lines={begin} />
      <Commands title={t.work} help={t.workHelp} lines={WORK} />
      <Commands title={t.environments} help={t.environmentsHelp} lines={environments} />
      <Commands title={t.runs} help={t.runsHelp} lines={RUNS} />
    </Stack>
  );
};
