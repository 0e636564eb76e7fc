/**
 * Fills an opened row of a run's table: the proof, the attempts, and a button for each proof graph. What is shown comes
 * from two data blocks, packed with zlib and base64, which are unpacked when they are first needed.
 */
async function unpack(base64) {
  const bytes = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(base64)
    : Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return await new Response(stream).json();
}

const block = (id) => document.getElementById(id)?.textContent.trim() ?? '';

/** Evaluates once, when it is first asked for. */
function lazy(make) {
  let made;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const allDetails = lazy(() => unpack(block('details')));

/** The packed graphs by `theorem attempt`; a line of the block is `theorem attempt base64`. */
const graphs = lazy(
  () =>
    new Map(
      block('graphs')
        .split('\n')
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]),
    ),
);

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function describe(index, cell) {
  const { script, attempts } = (await allDetails())[index];
  if (script) cell.append(element('h4', {}, 'Proof'), element('lean-code', {}, script));
  const list = element('ul', { className: 'attempts' });
  for (const { attempt, kind, text, message } of attempts) {
    const item = element('li', {}, element('span', { className: `outcome ${kind}` }, text));
    const graph = graphs().get(`${index} ${attempt}`);
    if (graph)
      item.append(' ', element('button', { type: 'button', onclick: () => showGraph(item, graph) }, 'Proof graph'));
    if (message) item.append(element('pre', { className: 'message' }, message));
    list.append(item);
  }
  cell.append(element('h4', {}, 'Attempts'), list);
}

async function showGraph(item, packed) {
  const shown = item.querySelector('proof-graph');
  if (shown) {
    shown.remove();
    return;
  }
  const graph = document.createElement('proof-graph');
  item.append(graph);
  graph.show(await unpack(packed));
}

document
  .querySelector('theorem-table.run')
  ?.addEventListener('describe', ({ detail: { index, cell } }) => describe(index, cell));
