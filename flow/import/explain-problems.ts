import { compile } from '../compile.ts';
import type { FlowDocument, FlowNode } from '../document.ts';
import type { Catalogue } from '../node-type.ts';
import type { ImportedNode, ImportReport } from './import-report.ts';

export const counted = (nodes: readonly ImportedNode[]): ImportReport['counts'] => ({
  mapped: nodes.filter((node) => node.status === 'mapped').length,
  approximated: nodes.filter((node) => node.status === 'approximated').length,
  notMapped: nodes.filter((node) => node.status === 'notMapped').length,
});

/** Whatever the checker says of the document is told at the node that it comes from, and whose placeholder it needs. */
export function explainProblems(document: FlowDocument, report: ImportReport, catalogue: Catalogue): void {
  const [pt, en] = (['pt-BR', 'en'] as const).map((locale) => compile(document, catalogue, { locale }).problems);
  (pt ?? []).forEach((problem, i) => {
    if (problem.severity === 'warning') return;
    const reason = { pt: problem.message, en: en?.[i]?.message ?? problem.message };
    const entry = report.nodes.find((one) => problem.node !== undefined && one.nodes.includes(problem.node));
    if (!entry) return void report.notes.push(reason);
    if (entry.status === 'mapped') entry.status = 'approximated';
    const missing = problem.node === undefined ? undefined : placeholderRead(document, report, problem.node);
    const reasons = missing
      ? [
          reason,
          {
            pt: `Lê o que “${missing}” daria, que não foi mapeado: ponha um passo no lugar dele`,
            en: `It reads what “${missing}” would give, which was not mapped: put a step in its place`,
          },
        ]
      : [reason];
    for (const one of reasons) if (!entry.reasons.some((told) => told.en === one.en)) entry.reasons.push(one);
  });
  report.counts = counted(report.nodes);
}

/** The name of a placeholder whose output this step reads, itself or by way of what it reads. */
function placeholderRead(document: FlowDocument, report: ImportReport, id: string): string | undefined {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const seen = new Set([id]);
  for (const one of seen) {
    const node = byId.get(one);
    if (!node) continue;
    const told = report.nodes.find((entry) => entry.status === 'notMapped' && entry.nodes.includes(one));
    if (told && one !== id) return told.name;
    for (const read of readsOf(node)) seen.add(read);
    // What stands in a loop reads its items.
    if (node.parent !== undefined) seen.add(node.parent);
  }
  return undefined;
}

const readsOf = (node: FlowNode): string[] =>
  [...JSON.stringify(node.config ?? {}).matchAll(/steps\.([A-Za-z0-9_]+)/g)].map((match) => match[1] as string);
