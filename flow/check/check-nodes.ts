import { configuredPorts, portsOf, unwrittenPorts } from '../core/ports.ts';
import type { Compensation, FlowNode } from '../document.ts';
import type { Json, JsonSchema } from '../json.ts';
import type { Catalogue, NodeType } from '../node-type.ts';
import { insideLoop, type Structure } from '../plan/structure.ts';
import { undoConnection } from '../plan/undo-connection.ts';
import type { Report } from '../report.ts';
import { schemaProblems } from '../schema-problems.ts';
import { checkConfig } from '../types/check-config.ts';
import { t } from '../types/type.ts';
import { type FlowTypes, templateOf } from './flow-types.ts';
import { isDuration, isSpan } from './readable.ts';

/** Checks each node by itself: its fields, its config, its connection, its compensation. */
export function checkNodes(structure: Structure, types: FlowTypes, catalogue: Catalogue, report: Report): void {
  for (const node of structure.nodes.values()) {
    const type = structure.types.get(node.id);
    if (!type) continue;
    checkFields(node, type, report);
    checkPorts(node, type, report);
    for (const problem of types.config(node.id)?.problems ?? []) {
      report.node(node.id, `/config${problem.field}`, problem.code, problem.message, {}, problem.range);
    }
    if ((node.type === 'break' || node.type === 'continue') && !insideLoop(structure, node.id)) {
      report.node(node.id, '/type', 'bad_config', 'outside_loop', { type: node.type });
    }
    if (type.connection?.required && node.connection === undefined && !node.disabled) {
      const connectors = type.connection.connectors.join(', ');
      report.node(node.id, '/connection', 'missing_connection', 'missing_connection', { connectors });
    }
    if (node.type === 'ask' && !catalogue.has('message.send')) {
      report.node(node.id, '/type', 'channel_lacks_feature', 'no_chat');
    }
    checkMore(node, types, catalogue, report);
  }
}

const ACTION_FIELDS = ['connection', 'compensation', 'poll'] as const;
const CALL_FIELDS = ['timeout', 'retry', 'outputSchema'] as const;

function checkFields(node: FlowNode, type: NodeType, report: Report): void {
  const action = type.kind === 'action';
  const call = action || node.type === 'code';
  for (const name of action ? [] : ACTION_FIELDS) if (node[name] !== undefined) notHere(node, name, report);
  for (const name of call ? [] : CALL_FIELDS) {
    if (node[name] === undefined || (name === 'outputSchema' && node.type === 'waitForEvent')) continue;
    notHere(node, name, report);
  }
  if (node.disabled && !portsOf(type, node.config).includes('out')) {
    report.node(node.id, '/disabled', 'bad_config', 'cannot_disable');
  }
  checkSpan(node, '/timeout', node.timeout, report);
  checkDuration(node, '/retry/initialInterval', node.retry?.initialInterval, report);
  checkDuration(node, '/retry/maxInterval', node.retry?.maxInterval, report);
  checkDuration(node, '/retry/maxWait', node.retry?.maxWait, report);
  checkSpan(node, '/poll/every', node.poll?.every, report);
  checkSpan(node, '/poll/for', node.poll?.for, report);
  checkSpan(node, '/compensation/timeout', node.compensation?.timeout, report);
}

function notHere({ id }: FlowNode, name: string, report: Report): void {
  report.node(id, `/${name}`, 'unknown_field', 'field_not_here', { name });
}

function checkDuration({ id }: FlowNode, field: string, text: string | undefined, report: Report): void {
  if (text !== undefined && !isDuration(text)) report.node(id, field, 'bad_config', 'bad_duration', { text });
}

function checkSpan(node: FlowNode, field: string, text: string | undefined, report: Report): void {
  checkDuration(node, field, text, report);
  if (text !== undefined && isDuration(text) && !isSpan(text)) report.node(node.id, field, 'bad_config', 'no_span');
}

/** Several entries may leave by one port, but a port that the type itself leaves by means something else. */
function checkPorts(node: FlowNode, type: NodeType, report: Report): void {
  for (const pointer of unwrittenPorts(node.type, node.config)) {
    report.node(node.id, `/config${pointer}`, 'bad_config', 'unwritten_port');
  }
  const configured = configuredPorts(node.type, node.config);
  if (configured.length === 0) return;
  const taken = new Set([...type.ports.filter((port) => port !== 'default'), 'error', 'each']);
  for (const port of new Set(configured)) {
    if (taken.has(port)) report.node(node.id, '/config', 'bad_config', 'taken_port', { port });
  }
}

function checkCompensation(
  node: FlowNode,
  compensation: Compensation,
  types: FlowTypes,
  catalogue: Catalogue,
  report: Report,
): void {
  const type = catalogue.get(compensation.type);
  if (!type) {
    report.node(node.id, '/compensation/type', 'unknown_node_type', 'unknown_node_type', { type: compensation.type });
    return;
  }
  if (type.kind !== 'action') {
    report.node(node.id, '/compensation/type', 'bad_config', 'wrong_compensation', { type: compensation.type });
    return;
  }
  const { problems } = checkConfig(
    templateOf(compensation.config, type.literal),
    type.config,
    types.at(node.id, {}, true),
  );
  for (const one of problems) {
    report.node(node.id, `/compensation/config${one.field}`, one.code, one.message, {}, one.range);
  }
  if (type.connection?.required && !node.disabled && undoConnection(node, catalogue) === undefined) {
    const connectors = type.connection.connectors.join(', ');
    report.node(node.id, '/compensation/connection', 'missing_connection', 'missing_connection', { connectors });
  }
}

function tellSchema({ id }: FlowNode, field: string, schema: Json | JsonSchema, report: Report): void {
  for (const { pointer, text } of schemaProblems(schema)) report.node(id, field + pointer, 'bad_config', text);
}

function checkMore(node: FlowNode, types: FlowTypes, catalogue: Catalogue, report: Report): void {
  const { compensation, poll, outputSchema } = node;
  if (outputSchema) tellSchema(node, '/outputSchema', outputSchema, report);
  const { fields = null } = node.config;
  if (node.type === 'approval' && typeof fields === 'object')
    for (const [name, schema] of Object.entries(fields ?? {}))
      tellSchema(node, `/config/fields/${name}`, schema, report);
  if (compensation) checkCompensation(node, compensation, types, catalogue, report);
  if (!poll) return;
  const env = types.at(node.id, { output: t.unknown });
  const { problems } = checkConfig(templateOf(poll.until), { type: ['boolean', 'null'] }, env);
  for (const one of problems) report.node(node.id, '/poll/until', one.code, one.message, {}, one.range);
}
