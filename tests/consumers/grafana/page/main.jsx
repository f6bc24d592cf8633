// Draws the board that the page's address names, and tells what became of it.
import * as data from '@grafana/data';
import * as ui from '@grafana/ui';
import { initPluginTranslations } from '@grafana/i18n';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router-dom';
import { fill } from './core.js';
import { plugins } from './panels.jsx';
import { Prometheus } from './prometheus.js';
import { report } from './report.js';
import { scene } from './scene.js';

const theme = data.createTheme({ colors: { mode: 'dark' } });

function Page({ board, root }) {
  const style = {
    background: theme.colors.background.canvas, color: theme.colors.text.primary, fontFamily: theme.typography.fontFamily,
    padding: 16, minHeight: '100vh',
  };
  return (
    <MemoryRouter>
      <data.ThemeContext.Provider value={theme}>
        <ui.GlobalStyles />
        <div style={style}>
          <h3 style={{ margin: '0 0 12px' }}>{board.title}</h3>
          <root.Component model={root} />
        </div>
      </data.ThemeContext.Provider>
    </MemoryRouter>
  );
}

async function draw() {
  await initPluginTranslations('boards');
  const source = new Prometheus();
  fill(source, plugins, theme);
  const board = await (await fetch(`/boards/${new URLSearchParams(location.search).get('board')}`)).json();
  const root = scene(board);
  createRoot(document.getElementById('root')).render(<Page board={board} root={root} />);
  window.__report = () => report(root);
}

draw().catch((error) => window.__errors.push(error.stack));
