import { Button, Code, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ApiError } from '../api-error.ts';
import { Icon } from '../icons/icon.tsx';
import { isMissingPart } from './fetch-part.ts';
import { tryPagesAgain } from './lazy-part.tsx';
import { MissingPage } from './missing-page.tsx';
import { useShellTexts } from './shell-texts.ts';
import { StatePicture } from './state-picture.tsx';

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

  readonly #again = (): void => {
    tryPagesAgain();
    this.setState({ failed: null });
  };

  override render(): ReactNode {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    if (isMissingPart(failed.error)) return <MissingPage again={this.#again} />;
    return <Broken error={failed.error} again={this.#again} />;
  }
}

/** What support finds it by: the server's trace, or what was thrown. */
const codeOf = (error: unknown): string =>
  error instanceof ApiError && error.problem.traceId ? error.problem.traceId : String(error).slice(0, 200);

const Broken = ({ error, again }: { error: unknown; again: () => void }) => {
  const t = useShellTexts();
  return (
    <StatePicture icon="alert-triangle" tone="bad" title={t.broken} text={t.brokenHelp}>
      <Text size="sm">
        {t.code}: <Code>{codeOf(error)}</Code>
      </Text>
      <Button variant="default" mt="sm" leftSection={<Icon name="refresh" size={16} />} onClick={again}>
        {t.again}
      </Button>
    </StatePicture>
  );
};
