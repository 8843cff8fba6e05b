import { Anchor, Badge, Group, List, Stack, Text } from '@mantine/core';
import type { ImportedNode, ImportReport } from '#flow/import/import-report.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';

const LOOKS = {
  mapped: { color: 'teal', icon: 'check' },
  approximated: { color: 'yellow', icon: 'alert-triangle' },
  notMapped: { color: 'red', icon: 'x' },
} as const;
const ORDER = ['notMapped', 'approximated', 'mapped'] as const;

/** How many nodes came over whole, nearly, or not. */
export const ImportCounts = ({ report }: { report: ImportReport }) => {
  const t = useTexts();
  return (
    <Group gap="xs" role="status">
      {(['mapped', 'approximated', 'notMapped'] as const).map((status) => (
        <Badge key={status} variant="light" color={LOOKS[status].color} size="lg">
          {t.imports.counts[status](report.counts[status])}
        </Badge>
      ))}
    </Group>
  );
};

interface ImportReportViewProps {
  report: ImportReport;
  /** Leads to a node of the flow; without it the names are no links. */
  onJump?: (id: string) => void;
}

/** What became of each node, the worst first, and what is left to do. */
export const ImportReportView = ({ report, onJump }: ImportReportViewProps) => {
  const t = useTexts();
  const locale = useLocale();
  const nodes = ORDER.flatMap((status) => report.nodes.filter((node) => node.status === status));
  return (
    <Stack gap="md">
      <ImportCounts report={report} />
      {report.notes.length > 0 && <Lines lines={report.notes.map((note) => inLocale(note, locale))} />}
      {report.connections.length > 0 && (
        <section>
          <Text fw={600}>{t.imports.connections}</Text>
          <Lines
            lines={report.connections.map(({ name, type, connector }) =>
              connector === null ? t.imports.noConnector(name || type) : t.imports.connection(name || type, connector),
            )}
          />
        </section>
      )}
      {report.settings.length > 0 && (
        <section>
          <Text fw={600}>{t.imports.settings}</Text>
          <Text size="sm">{report.settings.join(', ')}</Text>
        </section>
      )}
      <ul className="import-nodes" aria-label={t.imports.nodes}>
        {nodes.map((node) => (
          <NodeRow key={node.name} node={node} locale={locale} onJump={onJump} />
        ))}
      </ul>
    </Stack>
  );
};

const Lines = ({ lines }: { lines: string[] }) => (
  <List size="sm" spacing={2}>
    {lines.map((line) => (
      <List.Item key={line}>{line}</List.Item>
    ))}
  </List>
);

interface NodeRowProps {
  node: ImportedNode;
  locale: Locale;
  onJump: ((id: string) => void) | undefined;
}

const NodeRow = ({ node, locale, onJump }: NodeRowProps) => {
  const t = useTexts();
  const { color, icon } = LOOKS[node.status];
  const [id] = node.nodes;
  return (
    <li>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Text c={color} span title={t.imports.status[node.status]}>
          <Icon name={icon} size={15} />
        </Text>
        <div>
          {onJump && id !== undefined ? (
            <Anchor component="button" type="button" size="sm" fw={500} onClick={() => onJump(id)}>
              {node.name}
            </Anchor>
          ) : (
            <Text size="sm" fw={500} span>
              {node.name}
            </Text>
          )}
          {node.reasons.map((reason) => (
            <Text key={reason.en} size="xs" c="dimmed">
              {inLocale(reason, locale)}
            </Text>
          ))}
        </div>
      </Group>
    </li>
  );
};
