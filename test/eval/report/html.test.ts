import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Html, html } from '../../../src/eval/report/html.ts';

describe('HTML templates', () => {
  it('escape every text, also in attributes', () => {
    assert.equal(
      html`<a title="${'"<x>\'&'}">${'a < b'}</a>`.text,
      '<a title="&quot;&lt;x&gt;&#39;&amp;">a &lt; b</a>',
    );
  });

  it('leave no markup of a text standing', () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.text)));
  });

  it('keep HTML, join lists and leave out what is undefined', () => {
    assert.equal(html`${[new Html('<b>'), 'x', 3]}${undefined}`.text, '<b>x3');
  });
});
