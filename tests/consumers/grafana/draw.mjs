// Draws boards in a browser against a Prometheus and reports on each panel:
//   node draw.mjs MODULES PROMETHEUS_URL UNIX_TIME BOARDS_FOLDER PICTURES_FOLDER
// MODULES is where npm put its packages. The clock of the page stands at that time. The report is JSON on stdout.
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const [modules, prometheus, time, boards, pictures] = process.argv.slice(2);
const here = import.meta.dirname;
const require = createRequire(path.join(modules, 'package.json'));
const WIDTH = 1600;
const PATIENCE = 60_000;
const CHROMIUM = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
  '--hide-scrollbars', '--force-color-profile=srgb', '--font-render-hinting=none',
];

async function bundle(folder) {
  await require('esbuild').build({
    entryPoints: [path.join(here, 'page', 'main.jsx')],
    bundle: true,
    outfile: path.join(folder, 'app.js'),
    format: 'iife',
    jsx: 'automatic',
    minify: true,
    nodePaths: [modules],
    alias: { 'react-router-dom-v5-compat': 'react-router-dom' },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', global: 'window' },
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl', '.png': 'dataurl' },
    legalComments: 'none',
    logLevel: 'error',
  });
  fs.copyFileSync(path.join(here, 'page', 'index.html'), path.join(folder, 'index.html'));
}

// Where what the page asks for stands: what a Grafana serves as `/public/` is in its packages, its fonts are in others.
function serve(page) {
  const folders = {
    '/boards/': boards,
    '/public/fonts/inter/Inter-Regular.woff2': path.join(modules, '@fontsource', 'inter', 'files', 'inter-latin-400-normal.woff2'),
    '/public/fonts/inter/Inter-Medium.woff2': path.join(modules, '@fontsource', 'inter', 'files', 'inter-latin-500-normal.woff2'),
    '/public/build/': path.join(modules, '@grafana', 'ui', 'dist', 'public'),
    '/public/': path.join(modules, '@grafana', 'ui', 'dist', 'public'),
    '/': page,
  };
  const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
  return http.createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname.startsWith('/prometheus/')) {
      const onward = http.request(prometheus + request.url.slice('/prometheus'.length), { method: request.method, headers: request.headers });
      onward.on('response', (answer) => { response.writeHead(answer.statusCode, answer.headers); answer.pipe(response); });
      onward.on('error', (error) => { response.writeHead(502); response.end(JSON.stringify({ status: 'error', error: error.message })); });
      request.pipe(onward);
      return;
    }
    const [prefix, folder] = Object.entries(folders).find(([start]) => url.pathname.startsWith(start));
    const file = path.join(folder, decodeURIComponent(url.pathname.slice(prefix.length)));
    fs.readFile(file, (error, bytes) => {
      response.writeHead(error ? 404 : 200, { 'content-type': kinds[path.extname(file)] ?? 'application/octet-stream' });
      response.end(bytes);
    });
  });
}

// In the page: its clock begins at the given second.
function setClock(seconds) {
  const Real = Date;
  const behind = Real.now() - seconds * 1000;
  window.Date = class extends Real {
    constructor(...parts) { if (parts.length) super(...parts); else super(Real.now() - behind); }
    static now() { return Real.now() - behind; }
  };
}

// Rows of the grid are 30 pixels high with 8 between them; the title and the controls stand above.
function height(board) {
  return 150 + 38 * Math.max(...board.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
}

async function settled(page) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const panels = await page.evaluate(() => window.__report?.() ?? (window.__errors.length ? [] : null));
    if (panels?.every(({ state, drawn }) => drawn && ['Done', 'Error'].includes(state))) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 500)); // the last answer is drawn in the next frames
}

// Some icons of Grafana's server are in none of its packages.
function isIcon(response) {
  return response.url().includes('/public/build/img/icons/');
}

async function draw(browser, origin, file) {
  const began = Date.now();
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('response', (response) => { if (response.status() >= 400 && !isIcon(response)) errors.push(`${response.status()} ${response.url()}`); });
  await page.setViewport({ width: WIDTH, height: height(JSON.parse(fs.readFileSync(path.join(boards, file)))) });
  await page.evaluateOnNewDocument(setClock, Number(time));
  await page.goto(`${origin}/index.html?board=${encodeURIComponent(file)}`);
  await settled(page);
  await page.screenshot({ path: path.join(pictures, file.replace(/\.json$/, '.png')) });
  const panels = await page.evaluate(() => window.__report?.() ?? []);
  errors.push(...(await page.evaluate(() => window.__errors)));
  await page.close();
  return { board: file, seconds: (Date.now() - began) / 1000, errors, panels };
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'boards-'));
await bundle(work);
const server = serve(work);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await require('puppeteer-core').launch({
  executablePath: process.env.CHROMIUM, headless: true, args: CHROMIUM, userDataDir: path.join(work, 'profile'),
});
try {
  const reports = [];
  for (const file of fs.readdirSync(boards).filter((name) => name.endsWith('.json')).sort())
    reports.push(await draw(browser, `http://127.0.0.1:${server.address().port}`, file));
  process.stdout.write(`${JSON.stringify(reports, null, 1)}\n`);
} finally {
  await browser.close();
  server.close();
  fs.rmSync(work, { recursive: true, force: true });
}
