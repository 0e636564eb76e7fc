import { Api, Refusal } from './api.ts';
import { button, element } from './dom.ts';
import { RunsPanel } from './panels/runs-panel.ts';
import { SearchPanel } from './panels/search-panel.ts';
import { TextPanel } from './panels/text-panel.ts';

const api = new Api();

const search = new SearchPanel({
  api,
  onWrite: (answer, provedIn) => {
    if (answer.edit === undefined || text.editor.text !== provedIn) return false;
    text.editor.apply(answer.edit);
    return true;
  },
});
const text: TextPanel = new TextPanel(api, (sorry) => search.prove(sorry, text.name, text.editor.text));
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
