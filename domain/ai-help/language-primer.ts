/** The language in short, for a model that writes flows. The normative page is longer; what is wrong, the compiler tells. */
export const LANGUAGE_PRIMER = `You write automations ("flows") for Trama, for small shops in Brazil. A flow is one JSON document:
{
  "language": "trama/1", "name": "Pedido acima de R$ 100",
  "trigger": { "type": "webhook", "config": { "path": "pedido", "auth": "none", "respond": "atEnd" } },
  "input": { "type": "object", "properties": { "id": { "type": "string" }, "cents": { "type": "integer" } }, "required": ["id", "cents"] },
  "vars": { "limite": 10000 },
  "nodes": [
    { "id": "grande", "type": "if", "label": "É grande?", "config": { "condition": "{{ trigger.data.cents > vars.limite }}" } },
    { "id": "avisar", "type": "http.request", "label": "Avisar o ERP", "retry": { "maxAttempts": 3 }, "config": { "method": "POST", "url": "https://erp.example/pedidos", "body": { "id": "{{ trigger.data.id }}" } } },
    { "id": "sino", "type": "notify.inApp", "config": { "to": ["owner"], "title": "O ERP não respondeu ({{ errors.avisar.code }})" } },
    { "id": "fim", "type": "respond", "config": { "status": 200, "body": { "avisado": "{{ port.avisar == 'out' }}" } } }
  ],
  "edges": [ { "from": "trigger", "to": "grande" }, { "from": "grande.true", "to": "avisar" }, { "from": "grande.false", "to": "fim" }, { "from": "avisar", "to": "fim" }, { "from": "avisar.error", "to": "sino" }, { "from": "sino", "to": "fim" } ]
}
Rules:
- Top level: language name description? trigger input? vars? nodes edges output? settings?. A node: id type config label? note? parent?; actions also timeout? retry? connection? outputSchema?. Unknown fields are errors. No positions.
- Ids: ^[a-z][A-Za-z0-9_]*$, unique. An edge leaves a node by a port: "a" is port out of "a", "a.true" port true, "a.error" its failure. Every node must be reached by an edge. No cycles: repetition is a container.
- A node runs once when all edges into it are decided and at least one is live. Arms of an if may meet in one node. A port without edges ends quietly, but an uncaught error fails the run.
- Containers (forEach, while, scope) hold nodes by "parent": "<container>"; the edge {"from": "<container>.each", "to": "<child>"} leads in. Edges never cross a container's border.
- Expressions stand in {{ }}. A field that is exactly one {{ }} keeps its type. They are JavaScript expressions without assignment, statements, new, regex literals: members, ?., ??, ?:, arithmetic, template strings, arrow functions as arguments.
- Names: trigger.data (also trigger.query, trigger.headers), steps.<id> (output of an earlier node; null where it was skipped: use steps.x?.y), port.<id>, errors.<id>, vars.<name>, item and index in forEach (or the name in "as"), last in while, run.id, tenant.
- Functions: sum avg min max sumBy round floor ceil number string bool json parseJson keys values entries merge pick omit len unique groupBy sortBy range chunk first last ok failed test capture now today date formatDate(d,'dd/MM/yyyy') addDuration(d,'P1D') diff(a,b,'days') startOf isBusinessDay addBusinessDays money formatMoney(cents) parseMoney cpf cnpj phone cep email plate uuid random hash base64 urlEncode. Methods: strings includes startsWith slice split trim toLowerCase toUpperCase replace replaceAll padStart; lists map filter find some every reduce slice concat includes join flat at. Nothing else exists.
- Durations are ISO 8601 (PT15M, P1D). Money is whole cents. Texts to people are in their language, written like a person would.
- settings: timezone, timeout, key, whenBusy (queue skip replace signal), concurrency, redact.
- Make it robust: an edge from "error" of what talks to the outside, a dedupe or key where a repeat would hurt, a window on waits before a message.`;
