import { ActionIcon, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';

interface ProblemsListProps {
  problems: Problem[];
  document: FlowDocument;
  catalogue: Catalogue;
  onJump: (problem: Problem) => void;
  onClose: () => void;
}

export const ProblemsList = ({ problems, document, catalogue, onJump, onClose }: ProblemsListProps) => {
  const t = useTexts();
  return (
    <section className="problems" aria-label={t.problems.title}>
      <header>
        <strong>{t.problems.title}</strong>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t.common.close} onClick={onClose}>
          <Icon name="x" size={15} />
        </ActionIcon>
      </header>
      <ScrollArea className="problems-list" type="auto">
        {problems.length === 0 ? (
          <Text size="sm" c="dimmed" p="md">
            {t.problems.none}
          </Text>
        ) : (
          <ProblemRows problems={problems} document={document} catalogue={catalogue} onJump={onJump} />
        )}
      </ScrollArea>
    </section>
  );
};

/** Errors first; each leads to the node that it stands on. */
export const ProblemRows = ({ problems, document, catalogue, onJump }: Omit<ProblemsListProps, 'onClose'>) => {
  const t = useTexts();
  const locale = useLocale();
  const sorted = [...problems].sort((a, b) => a.severity.localeCompare(b.severity));
  const place = ({ node, field }: Problem): string => {
    if (node === undefined) return field?.startsWith('/trigger') ? t.editor.trigger : t.editor.flow;
    const found = findNode(document, node);
    return found ? nodeLabel(found, catalogue, locale) : node;
  };
  return sorted.map((problem, n) => (
    <UnstyledButton
      // Two problems may say the same of the same place.
      key={n}
      className="problem-row"
      data-severity={problem.severity}
      onClick={() => onJump(problem)}
    >
      <Icon name={problem.severity === 'error' ? 'x' : 'alert-triangle'} size={15} stroke={2.2} />
      <span className="problem-place">{place(problem)}</span>
      <span>{problem.message}</span>
      <code>{problem.code}</code>
    </UnstyledButton>
  ));
};
