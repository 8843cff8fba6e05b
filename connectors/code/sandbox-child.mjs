// The process in which authors' code runs. Plain JavaScript: it is started by itself, without loader, from sources and from
// a bundle alike. Every call gets a QuickJS of its own, so nothing that one call leaves behind is there for the next.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import variant from '@jitl/quickjs-ng-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';

/** Of one call, in WebAssembly's pages of 64 KB: 16 MB to begin with, which QuickJS needs, and 80 MB at most. */
const MEMORY_PAGES = { initial: 256, maximum: 1280 };
const STACK_BYTES = 256 * 1024;
const OUTPUT_CHARS = 4 * 1024 * 1024;
const LOG_LINES = 100;
const LOG_CHARS = 1000;
/** Past this much memory we ask to be replaced: WebAssembly memory of ended calls is given back late. */
const TIRED_RSS_BYTES = 384 * 1024 * 1024;
const FILE = 'code.js';
const PARENT = process.ppid;

/** Runs inside, before the author's code, and keeps hold of the originals of what it needs. */
const BOOT = `(() => {
  const { parse, stringify } = JSON;
  const text = String;
  const emit = globalThis.__emit;
  delete globalThis.__emit;
  const show = (value) => {
    if (typeof value === 'string') return value;
    try { return value instanceof Error ? text(value) : stringify(value) ?? text(value); } catch { return text(value); }
  };
  const log = (...values) => emit(values.map(show).join(' '));
  globalThis.console = { log, info: log, warn: log, error: log, debug: log };
  return {
    call: (f, input) => f(parse(input)),
    print: (value) => stringify(value) ?? 'null',
    fault: (error) => stringify(error instanceof Error
      ? { name: text(error.name), message: text(error.message), stack: text(error.stack ?? '') }
      : { name: '', message: show(error), stack: '' }),
  };
})()`;

/** What the author's code failed with, as text made inside. */
class Fault extends Error {
  constructor(code, report) {
    super(report.message);
    this.code = code;
    this.report = report;
  }
}

const wasmModule = await WebAssembly.compile(
  await readFile(fileURLToPath(import.meta.resolve('@jitl/quickjs-ng-wasmfile-release-sync/wasm'))),
);

/** QuickJS's own memory limit counts nothing in this build (Emscripten cannot tell the size of a block): the memory itself ends. */
const newEngine = () =>
  newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmModule, wasmMemory: new WebAssembly.Memory(MEMORY_PAGES) }),
  );

const run = async ({ source, input, timeoutMs }) => {
  const logs = [];
  let late = false;
  try {
    const quickjs = await newEngine();
    const end = Date.now() + timeoutMs;
    const runtime = quickjs.newRuntime();
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(() => {
      if (process.ppid !== PARENT) process.exit(); // our parent was killed: nobody waits for this
      late ||= Date.now() > end;
      return late;
    });
    return { output: evaluate(runtime.newContext(), runtime, source, input, logs), logs };
  } catch (error) {
    if (late) return { error: { code: 'timeout', message: '' }, logs };
    if (error instanceof Fault) return { error: { code: error.code, ...error.report }, logs };
    // QuickJS itself gave up (its stack, its memory): the call is lost, this process is not.
    return { error: { code: 'code_failed', name: '', message: String(error?.message ?? error), stack: '' }, logs };
  }
};

const evaluate = (context, runtime, source, input, logs) => {
  const emit = context.newFunction('emit', (line) => {
    if (logs.length < LOG_LINES) logs.push(context.getString(line).slice(0, LOG_CHARS));
  });
  context.setProp(context.global, '__emit', emit);
  const boot = context.unwrapResult(context.evalCode(BOOT, 'boot.js'));
  const inside = (name, ...args) => context.callFunction(context.getProp(boot, name), context.undefined, ...args);
  const report = (handle) => {
    const said = inside('fault', handle);
    if (said.error) return { name: '', message: 'an error that cannot be read', stack: '' };
    return JSON.parse(context.getString(said.value).slice(0, OUTPUT_CHARS));
  };
  const valueOf = (result) => {
    if (result.error) throw new Fault('code_failed', report(result.error));
    return result.value;
  };
  const settled = (handle) => {
    const jobs = runtime.executePendingJobs();
    if (jobs.error) throw new Fault('code_failed', report(jobs.error));
    const state = context.getPromiseState(handle);
    if (state.type === 'rejected') throw new Fault('code_failed', report(state.error));
    if (state.type === 'fulfilled') return state.notAPromise ? handle : state.value;
    throw new Fault('code_failed', {
      name: '',
      message: 'the promise is never settled: nothing can wait here',
      stack: '',
    });
  };

  const module = settled(valueOf(context.evalCode(source, FILE, { type: 'module' })));
  const main = context.getProp(module, 'default');
  if (context.typeof(main) !== 'function')
    throw new Fault('code_failed', { name: '', message: 'there is no default-exported function', stack: '' });
  const output = settled(valueOf(inside('call', main, context.newString(input))));
  const printed = valueOf(inside('print', output));
  const chars = context.getNumber(context.getProp(printed, 'length'));
  if (chars > OUTPUT_CHARS) throw new Fault('value_too_large', { name: '', message: `${chars} characters`, stack: '' });
  return context.getString(printed);
};

const answerTo = async (call) => {
  const answer = await run(call);
  process.send({ ...answer, tired: process.memoryUsage().rss > TIRED_RSS_BYTES });
};
process.on('message', (call) => void answerTo(call));
// Ctrl-C reaches the whole process group: it is our parent who says when we end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
