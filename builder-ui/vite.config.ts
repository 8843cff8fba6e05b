import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `vite dev` finds the API; the built files are served by the API itself. */
const api = 'http://127.0.0.1:3000';

/** The font of every text is asked for with the page, not once its style sheet was read. */
const preloadFont: Plugin = {
  name: 'preload-font',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /inter-latin.*\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
          injectTo: 'head',
        })),
  },
};

/** Names every file of the build, so that the worker forgets those of builds before. */
const listFiles: Plugin = {
  name: 'list-files',
  generateBundle(_options, bundle) {
    const source = JSON.stringify(Object.keys(bundle).map((file) => `/${file}`));
    this.emitFile({ type: 'asset', fileName: 'build-files.json', source });
  },
};

export default defineConfig({
  root: here('.'),
  plugins: [react(), preloadFont, listFiles],
  resolve: { alias: [{ find: /^#flow\//, replacement: `${here('../flow')}/` }] },
  worker: { format: 'es' },
  build: {
    outDir: here('../dist/builder'),
    emptyOutDir: true,
    manifest: true, // what each page is made of: its weight is held by a test
    chunkSizeWarningLimit: 1700, // the layout engine is one file of 1.6 MB, fetched when it is first asked for
  },
  server: { port: 5173, proxy: { '/v1': { target: api, changeOrigin: true } } },
});
