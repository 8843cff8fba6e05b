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

interface BoundaryState {
  place: string;
  failed: { error: unknown } | null;
}

/** What a page throws while it is drawn stays in that page: the menu around it goes on working. */
export class PageBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { place: this.props.place, failed: null };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { failed: { error } };
  }

  static getDerivedStateFromProps({ place }: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    return place === state.place ? null : { place, failed: null };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    return <Broken error={failed.error} again={() => this.setState({ failed: null })} />;
  }
}

/** A part of the page that the server has no more: it was built anew since. */
const isOutdated = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script failed|preload CSS/i.test(error.message);

/** What support finds it by: the server's trace, or what was thrown. */
const codeOf = (error: unknown): string =>
  error instanceof ApiError && error.problem.traceId ? error.problem.traceId : String(error).slice(0, 200);

const Broken = ({ error, again }: { error: unknown; again: () => void }) => {
  const t = useShellTexts();
  const outdated = isOutdated(error) && navigator.onLine;
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
          {t.code}: <Code>{codeOf(error)}</Code>
        </Text>
      )}
      <Button
        variant="default"
        mt="sm"
        leftSection={<Icon name="refresh" size={16} />}
        onClick={isOutdated(error) ? () => location.reload() : again}
      >
        {outdated ? t.reload : t.again}
      </Button>
    </Stack>
  );
};
