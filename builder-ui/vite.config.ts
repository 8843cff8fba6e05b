import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `vite dev` finds the API; the built files are served by the API itself. */
const api = 'http://127.0.0.1:3000';

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  resolve: { alias: [{ find: /^#flow\//, replacement: `${here('../flow')}/` }] },
  worker: { format: 'es' },
  build: {
    outDir: here('../dist/builder'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1700, // the layout engine is one file of 1.6 MB, fetched when it is first asked for
  },
  server: { port: 5173, proxy: { '/v1': { target: api, changeOrigin: true } } },
});
