import type { Access } from './access.ts';
import type { Code } from './expressions/code.ts';
import type { Importer } from './importer.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { cannot } from './why-not.ts';

/**
 * The file that reaches a node. n8n carries files beside the items, through nodes that know nothing of them; here it is
 * read where it was made: of the nearest node before that gives one, else of an answer that may have been one.
 */
export function fileBefore(importer: Importer, node: N8nNode, access: Access): Code {
  const name = nearest(importer, node, false) ?? nearest(importer, node, true);
  const file = name === undefined ? undefined : importer.files.get(name);
  if (name === undefined || !file) return cannot('Nenhum nó antes dá um arquivo', 'No node before gives a file');
  if (importer.reported.get(name)?.status === 'notMapped') {
    importer.approximated(
      node,
      `O arquivo viria de “${name}”, que não foi mapeado: ponha um passo no lugar dele`,
      `The file would come of “${name}”, which was not mapped: put a step in its place`,
    );
  } else {
    importer.approximated(
      node,
      `O arquivo é lido de onde foi feito: “${name}”`,
      `The file is read where it was made: “${name}”`,
    );
  }
  return file.in(access.to(name).item());
}

function nearest(importer: Importer, node: N8nNode, maybe: boolean): string | undefined {
  const seen = new Set([node.name]);
  for (const name of seen) {
    const file = importer.files.get(name);
    if (name !== node.name && file && (file.maybe ?? false) === maybe) return name;
    for (const edge of importer.ordered.edges) if (edge.to === name) seen.add(edge.from);
  }
  return undefined;
}
