import type { Text } from './json.ts';

const t = (pt: string, en: string): Text => ({ pt, en });

/** What the structure checks say; `{name}` is filled in. What is wrong, and how to mend it. */
export const PROBLEM_TEXTS = {
  not_object: t('O documento precisa ser um objeto JSON', 'The document must be a JSON object'),
  schema: t('{detail}', '{detail}'),
  unknown_field: t(
    'O campo "{name}" não existe aqui; apague-o ou comece o nome com x-',
    'The field "{name}" does not exist here; delete it or begin its name with x-',
  ),
  bad_id: t(
    '"{id}" não serve de id: comece com letra minúscula e use só letras, números e _ (até 64); "trigger" é reservado',
    '"{id}" cannot be an id: begin with a small letter and use letters, digits and _ only (up to 64); "trigger" is reserved',
  ),
  duplicate_id: t(
    'Já existe um passo "{id}"; dê outro id a um deles',
    'There already is a node "{id}"; give one of them another id',
  ),
  unknown_node_type: t('Não existe o tipo de passo "{type}"', 'There is no node type "{type}"'),
  unknown_trigger: t('Não existe o gatilho "{type}"', 'There is no trigger "{type}"'),
  bad_parent: t(
    '"{parent}" não é um bloco que possa conter passos',
    '"{parent}" is no container that could hold nodes',
  ),
  parent_cycle: t('O bloco "{parent}" está dentro de si mesmo', 'The container "{parent}" stands inside itself'),
  too_deep: t('Blocos vão até 10 níveis', 'Containers nest to 10 levels'),
  too_many_nodes: t(
    'Um fluxo tem no máximo 1.000 passos; este tem {count}',
    'A flow has at most 1,000 nodes; this one has {count}',
  ),
  too_many_edges: t(
    'Um fluxo tem no máximo 4.000 ligações; este tem {count}',
    'A flow has at most 4,000 edges; this one has {count}',
  ),
  document_too_large: t('O documento passa de 1 MB', 'The document is larger than 1 MB'),
  document_too_deep: t('O documento está aninhado demais', 'The document is nested too deeply'),
  dangling_edge: t('A ligação aponta para "{end}", que não existe', 'The edge points at "{end}", which does not exist'),
  unknown_port: t('"{node}" não tem a saída "{port}"; tem: {ports}', '"{node}" has no port "{port}"; it has: {ports}'),
  crosses_container: t(
    'A ligação de "{from}" para "{to}" atravessa a borda de um bloco; ligue passos do mesmo bloco, ou a entrada "each" do bloco',
    'The edge from "{from}" to "{to}" crosses the border of a container; connect nodes of the same container, or its entry "each"',
  ),
  cycle: t(
    'As ligações dão a volta até este passo; para repetir use um bloco (para cada, enquanto)',
    'Edges lead back to this node; to repeat use a container (for each, while)',
  ),
  unreachable: t(
    'Nenhuma ligação chega a este passo, então ele nunca roda',
    'No edge reaches this node, so it never runs',
  ),
  cannot_disable: t(
    'Só passos com a saída "out" podem ser desligados: é por ela que se passa',
    'Only nodes with the port "out" can be disabled: that is where the flow passes through',
  ),
  field_not_here: t(
    'O campo "{name}" não vale para este tipo de passo',
    'The field "{name}" is not for this type of node',
  ),
  outside_loop: t('"{type}" só vale dentro de uma repetição', '"{type}" stands only inside a loop'),
  bad_duration: t(
    '"{text}" não é uma duração ISO 8601 (como PT30S ou P3D)',
    '"{text}" is no ISO 8601 duration (like PT30S or P3D)',
  ),
  no_span: t('Este tempo precisa ser maior que zero', 'This time must be longer than zero'),
  zone_of_schedule: t(
    'A agenda precisa de um fuso seu: o do fluxo só se conhece quando uma execução começa',
    'The schedule needs a time zone of its own: that of the flow is known only when a run begins',
  ),
  bad_timezone: t('Fuso desconhecido: "{zone}"', 'Unknown time zone: "{zone}"'),
  bad_pattern: t('O padrão "{pattern}" não é aceito: {detail}', 'The pattern "{pattern}" is not accepted: {detail}'),
  unwritten_port: t(
    'As saídas precisam estar escritas aqui: as ligações partem delas',
    'Ports must be written out here: edges leave from them',
  ),
  taken_port: t(
    'A saída "{port}" já tem outro sentido aqui; dê outro nome',
    'The port "{port}" already means something else here; give it another name',
  ),
  missing_connection: t(
    'Este passo precisa de uma conexão ({connectors})',
    'This node needs a connection ({connectors})',
  ),
  open_webhook: t(
    'Qualquer um que saiba o endereço pode chamar este webhook; escolha uma autenticação',
    'Anybody who knows the address can call this webhook; choose an authentication',
  ),
  wait_longer_than_run: t('Esta espera é maior que o prazo da execução', 'This wait is longer than the run may last'),
  parallel_assign: t(
    '"{other}" pode mudar a mesma variável "{name}" ao mesmo tempo',
    '"{other}" may change the same variable "{name}" at the same time',
  ),
  two_responses: t(
    '"{other}" já terá respondido quando este passo rodar',
    '"{other}" will have answered when this node runs',
  ),
  undeclared_variable: t('A variável "{name}" não está em vars', 'The variable "{name}" is not in vars'),
  no_chat: t(
    'Nenhum canal de conversa está disponível para esta pergunta',
    'No chat channel is available for this question',
  ),
  wrong_compensation: t(
    'Desfazer precisa ser uma ação; "{type}" não é',
    'A compensation must be an action; "{type}" is none',
  ),
} as const satisfies Record<string, Text>;
