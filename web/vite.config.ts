/** Builds the console: root web/, served under /console/, one chunk per route. `npm run dev` proxies the API to a running server. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.MINGJIAN_SERVER ?? 'http://127.0.0.1:8080'
const proxied = { target: server, changeOrigin: false }

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // County offices still run browsers of the Chromium 80s (360, 奇安信 on 统信 UOS); what they lack beyond syntax, the code avoids.
    target: ['chrome87', 'firefox78', 'safari14'],
    cssTarget: ['chrome87'],
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
  },
  server: { host: '127.0.0.1', fs: { allow: ['..'] }, proxy: { '/rpc': proxied, '/api': proxied } },
})
