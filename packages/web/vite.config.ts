import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Vite asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist/site',
    emptyOutDir: true,
    // The page's policy allows no inline script and no data URLs of fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
