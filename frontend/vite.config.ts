import react from '@vitejs/plugin-react';
import type { ProxyOptions } from 'vite';
import { defineConfig } from 'vitest/config';
import { budget } from './scripts/budget.ts';
import { shell, WORKER } from './scripts/shell.ts';

/** Where `cargo xtask dev` puts the server. */
const SERVER = 'http://127.0.0.1:8080';

/** The brief's bare paths: a POST goes to the server, a page view to the client. */
const bare: ProxyOptions = {
  target: SERVER,
  bypass: (request) => (request.method === 'GET' ? request.url : undefined),
};

export default defineConfig({
  plugins: [react(), budget(), shell('public')],
  build: {
    // The policy allows nothing inline: no script, no style, no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'baseline-widely-available',
    rollupOptions: {
      input: { index: 'index.html', worker: 'src/worker/index.ts' },
      output: {
        // Under the same name for ever: its address is what the browser knows it by.
        entryFileNames: ({ name }) => (name === 'worker' ? WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    host: '127.0.0.1',
    // `Host` stays the browser's, so that the server sees its own origin.
    proxy: {
      '/api': SERVER,
      '/ws': { target: SERVER, ws: true },
      '/register': bare,
      '/login': bare,
      '/refresh': bare,
      '/logout': bare,
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
