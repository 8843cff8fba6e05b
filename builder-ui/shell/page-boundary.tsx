import { Button, Code, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ApiError } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import { useShellTexts } from './shell-texts.ts';

interface BoundaryProps {
  /** Another place: what failed at the one before is forgotten. */
  place: string;
  children: ReactNode;
}

interface Failed {
  error: unknown;
  /** What support finds it by: the server's trace, or one of our own that stands in the console. */
  code: string;
}

/** What a page throws while it is drawn stays in that page: the menu around it goes on working. */
export class PageBoundary extends Component<BoundaryProps, { failed: Failed | null }> {
  override state: { failed: Failed | null } = { failed: null };

  static getDerivedStateFromError(error: unknown): { failed: Failed } {
    const trace = error instanceof ApiError ? error.problem.traceId : undefined;
    return { failed: { error, code: trace ?? crypto.randomUUID().slice(0, 8) } };
  }

  override componentDidCatch(error: unknown): void {
    console.error(`page failed (${this.state.failed?.code ?? ''})`, error);
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (before.place !== this.props.place && this.state.failed) this.setState({ failed: null });
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    return <Broken failed={failed} again={() => this.setState({ failed: null })} />;
  }
}

/** A part of the page that the server has no more: it was built anew since. */
const isOutdated = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script failed|preload CSS/i.test(error.message);

const Broken = ({ failed, again }: { failed: Failed; again: () => void }) => {
  const t = useShellTexts();
  const outdated = isOutdated(failed.error) && navigator.onLine;
  return (
    <Stack className="state" align="center" gap="xs" role="alert">
      <span className="state-picture" data-tone={outdated ? undefined : 'bad'}>
        <Icon name={outdated ? 'refresh' : 'alert-triangle'} size={34} stroke={1.4} />
      </span>
      <Title order={2}>{outdated ? t.outdated : t.broken}</Title>
      <Text c="dimmed" ta="center" maw={480}>
        {outdated ? t.outdatedHelp : t.brokenHelp}
      </Text>
      {!outdated && (
        <Text size="sm">
          {t.code}: <Code>{failed.code}</Code>
        </Text>
      )}
      <Button
        variant="default"
        mt="sm"
        leftSection={<Icon name="refresh" size={16} />}
        onClick={isOutdated(failed.error) ? () => location.reload() : again}
      >
        {t.reload}
      </Button>
    </Stack>
  );
};
