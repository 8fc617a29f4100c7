import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const api = 'http://localhost:3000';
const outDir = join(import.meta.dirname, '../../dist/web');

/** Writes each script and style sheet compressed too, so that no request has to do it again; nothing after a failed build. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    writeBundle() {
      const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css|svg)$/.test(name));
      for (const name of files) {
        const content = readFileSync(join(outDir, name));
        writeFileSync(join(outDir, `${name}.gz`), gzipSync(content, { level: 9 }));
        writeFileSync(join(outDir, `${name}.br`), brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), precompressed()],
  build: {
    outDir,
    emptyOutDir: true,
    sourcemap: true,
    // The policy that the server sends allows no data: URLs for scripts or fonts.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': api, '/health': api, '/openapi.json': api, '/docs': api } },
});
