/** The page around Swagger UI. No script stands in it: the policy lets only files of ours run. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trama API</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
<script src="/docs/scheme.js"></script>
</head>
<body>
<header>
<h1>Trama API</h1>
<p id="who" role="status"></p>
<form id="key-form">
<label for="key">API key</label>
<input id="key" type="password" autocomplete="off" spellcheck="false" placeholder="trm_…">
<button type="submit">Use it here</button>
</form>
<p>Calls on this page run for real. Errors are <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> documents with a <code>code</code> that never changes.
Lists take <code>cursor</code> and <code>limit</code>; a POST that creates takes an <code>Idempotency-Key</code>.</p>
<nav aria-label="Elsewhere">
<a href="/developers">Keys and log of calls</a>
<a href="/v1/openapi.json">OpenAPI 3.1</a>
<a href="/v1/postman.json" download="trama.postman_collection.json">Postman collection</a>
</nav>
</header>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/init.js"></script>
</body>
</html>
`;

/** Before the first paint: the scheme that was chosen in the builder, else the device's. */
export const SCHEME_SCRIPT = `const chosen = localStorage.getItem('mantine-color-scheme-value');
const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.classList.toggle('dark-mode', dark);
`;

/** A pasted key stays in this tab, and goes with it. */
export const INIT_SCRIPT = `const KEPT = 'trama.docs-key';
const input = document.getElementById('key');
const who = document.getElementById('who');
const tell = async () => {
  const key = sessionStorage.getItem(KEPT);
  const headers = key ? { Authorization: 'Bearer ' + key } : {};
  const answer = await fetch('/v1/me', { headers, credentials: 'same-origin' }).catch(() => null);
  if (!answer || !answer.ok) {
    who.textContent = key ? 'This key is not valid, or is over.' : 'Paste a key, or sign in to Trama in this browser.';
    return;
  }
  const me = await answer.json();
  who.textContent = key
    ? 'Calls use your key, in ' + me.tenant.name + '.'
    : 'Signed in as ' + (me.user ? me.user.name : '') + ', in ' + me.tenant.name + ': calls need no key.';
};
const use = () => {
  const key = sessionStorage.getItem(KEPT);
  if (key) window.ui.preauthorizeApiKey('apiKey', key);
  void tell();
};
document.getElementById('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  if (input.value.trim()) sessionStorage.setItem(KEPT, input.value.trim());
  else sessionStorage.removeItem(KEPT);
  input.value = '';
  use();
});
window.ui = SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  operationsSorter: null,
  displayRequestDuration: true,
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
  onComplete: use,
});
`;

export const PAGE_STYLE = `:root { --page: #fff; --text: #1f2937; --quiet: #5b6472; --line: #dde2e8; --soft: #f3f5f7; --brand: #0b6b5d; }
.dark-mode { --page: #1c2022; --text: #e6e8eb; --quiet: #a5adb8; --line: #33383f; --soft: #22262b; --brand: #4fc3ae; color-scheme: dark; }
body { margin: 0; background: var(--page); color: var(--text); }
header { max-width: 1420px; margin: 0 auto; padding: 28px 20px 0; font: 15px/1.6 Inter, system-ui, sans-serif; }
header h1 { margin: 0 0 4px; font-size: 24px; letter-spacing: -0.01em; }
header p { max-width: 80ch; margin: 10px 0; }
#who { color: var(--quiet); min-height: 1.6em; }
header code { padding: 1px 5px; border-radius: 4px; background: var(--soft); font-size: 13px; }
header a { color: var(--brand); }
header nav { display: flex; flex-wrap: wrap; gap: 6px 20px; margin: 12px 0; }
form { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
form input { flex: 0 1 320px; min-width: 0; padding: 7px 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--page); color: inherit; font: 13px ui-monospace, monospace; }
form button { padding: 7px 14px; border: 0; border-radius: 8px; background: #0b6b5d; color: #fff; font: inherit; cursor: pointer; }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
.swagger-ui .information-container, .swagger-ui .scheme-container { display: none; }
.swagger-ui, .swagger-ui .opblock-tag, .swagger-ui .opblock .opblock-summary-description { font-family: Inter, system-ui, sans-serif; }
.swagger-ui .opblock, .swagger-ui .btn, .swagger-ui input, .swagger-ui textarea { border-radius: 8px; box-shadow: none; }
.dark-mode .swagger-ui .opblock-tag { color: var(--text); border-color: var(--line); }
`;
