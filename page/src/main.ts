import { Api, Refusal } from './api.ts';
import { button, element } from './dom.ts';
import { RunsPanel } from './panels/runs-panel.ts';
import { SearchPanel } from './panels/search-panel.ts';
import { TextPanel } from './panels/text-panel.ts';

const api = new Api();

const search = new SearchPanel();
const text = new TextPanel(api, ({ declaration, line, column }) => {
  const provedIn = text.editor.text;
  search.prove({
    title: declaration === '' ? `example on line ${line}` : declaration,
    open: (seconds, listener) =>
      api.search({ kind: 'prove', name: text.name, text: provedIn, line, column, seconds }, listener),
    write: async ({ edit }) => {
      if (edit === undefined || text.editor.text !== provedIn) return false;
      text.editor.apply(edit);
      return true;
    },
  });
});
const runs = new RunsPanel(api);

const about = element('p', { className: 'about', attributes: { role: 'status' } }, 'Lean starts …');
const tabs = { prove: button('Prove', () => choose('prove')), runs: button('Runs', () => choose('runs')) };
const sides = {
  prove: element('div', { className: 'sides' }, text.place, search.place),
  runs: element('div', { className: 'sides', hidden: true }, runs.list, runs.graph),
};

function choose(tab: keyof typeof tabs): void {
  for (const name of ['prove', 'runs'] as const) {
    sides[name].hidden = name !== tab;
    if (name === tab) tabs[name].setAttribute('aria-current', 'page');
    else tabs[name].removeAttribute('aria-current');
  }
  if (tab === 'runs') void runs.load();
}

const logo = element('img', { src: '/icon.svg', alt: '', width: 22, height: 22 });
document.body.append(
  element(
    'header',
    { className: 'top' },
    element('h1', {}, logo, 'Ariadne'),
    element('nav', { attributes: { 'aria-label': 'Views' } }, tabs.prove, tabs.runs),
    about,
  ),
  element('main', {}, sides.prove, sides.runs),
);
choose('prove');

try {
  const { lean, generator } = await api.about();
  about.textContent = `Lean ${lean.split(',')[0]} · ${generator.replaceAll(/@[0-9a-f]+/g, '')}`;
  about.title = generator;
  await text.ask();
} catch (error) {
  about.textContent = error instanceof Refusal ? error.message : String(error);
  about.className = 'about bad';
}
