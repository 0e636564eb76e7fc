/**
 * `<theorem-table>`: filters, sorts and opens the rows of the table inside of it. Rows carry `data-kind` (a space
 * separated list that the choice of kinds filters by). Opening a row asks for its content with a `describe` event, whose
 * `detail` is `{index, cell}`.
 */
customElements.define(
  'theorem-table',
  class extends HTMLElement {
    connectedCallback() {
      this.body = this.querySelector('tbody');
      this.rows = [...this.body.rows];
      this.text = this.querySelector('input[type=search]');
      this.kind = this.querySelector('select');
      this.count = this.querySelector('output');
      this.text.addEventListener('input', () => this.filter());
      this.kind.addEventListener('change', () => this.filter());
      this.body.addEventListener('click', (event) => {
        const row = event.target.closest('tr[data-index]');
        if (row && event.target.closest('button.open')) this.toggle(row);
      });
      for (const [column, header] of [...this.querySelectorAll('thead th')].entries()) {
        header.querySelector('button')?.addEventListener('click', () => this.sort(column, header));
      }
      addEventListener('beforeprint', () => this.openForPrint());
      this.filter();
    }

    filter() {
      const text = this.text.value.toLowerCase();
      const kind = this.kind.value;
      let shown = 0;
      for (const row of this.rows) {
        const visible =
          row.cells[0].textContent.toLowerCase().includes(text) &&
          (kind === '' || row.dataset.kind.split(' ').includes(kind));
        row.hidden = !visible;
        const details = this.detailsOf(row);
        if (details) details.hidden = !visible;
        if (visible) shown += 1;
      }
      this.count.textContent = `${shown} of ${this.rows.length}`;
    }

    sort(column, header) {
      const descending = header.getAttribute('aria-sort') === 'ascending';
      for (const other of this.querySelectorAll('thead th')) other.removeAttribute('aria-sort');
      header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const value = (row) => {
        const cell = row.cells[column];
        return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
      };
      const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
      const sorted = this.rows.toSorted((a, b) => compare(value(a), value(b)) * (descending ? -1 : 1));
      this.body.append(...sorted.flatMap((row) => [row, this.detailsOf(row)].filter(Boolean)));
    }

    toggle(row) {
      const details = this.detailsOf(row);
      row.querySelector('button.open').setAttribute('aria-expanded', String(!details));
      if (details) details.remove();
      else this.open(row);
    }

    open(row) {
      const details = document.createElement('tr');
      details.className = 'details';
      const cell = details.insertCell();
      cell.colSpan = row.cells.length;
      row.after(details);
      this.dispatchEvent(new CustomEvent('describe', { detail: { index: Number(row.dataset.index), cell } }));
    }

    /** Paper cannot be clicked: what has a proof is opened, unless that would fill hundreds of pages. */
    openForPrint() {
      const solved = this.rows.filter((row) => !row.hidden && row.dataset.kind.split(' ').includes('proved'));
      if (solved.length > 500) return;
      for (const row of solved) if (!this.detailsOf(row)) this.open(row);
    }

    detailsOf(row) {
      return row.nextElementSibling?.className === 'details' ? row.nextElementSibling : undefined;
    }
  },
);
