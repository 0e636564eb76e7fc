import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    target: 'es2022',
    // Small pictures in the style sheet would be allowed; scripts in the page would not.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    emptyOutDir: true,
    outDir: '../dist/page',
  },
});
