import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    sourcemap: true,
    // The policy that the server sends allows no data: URLs for scripts or fonts.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': api, '/health': api, '/openapi.json': api, '/docs': api } },
});
