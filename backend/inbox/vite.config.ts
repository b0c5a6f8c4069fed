import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page is served under a strict policy: nothing inline, nothing from elsewhere, so no asset becomes a data: URL.
export default defineConfig({
  root: import.meta.dirname,
  base: '/inbox/',
  plugins: [react()],
  build: { outDir: '../../dist/inbox', emptyOutDir: true, assetsInlineLimit: 0, reportCompressedSize: false },
});
