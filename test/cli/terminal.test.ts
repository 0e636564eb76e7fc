import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { problemText } from '../../src/cli/display/print-problem.ts';
import { outcomeLine, proofText, summaryTable } from '../../src/cli/display/prove-summary.ts';
import { plainTable } from '../../src/cli/display/table.ts';
import { guardTerminal, terminalText } from '../../src/cli/display/terminal.ts';
import { visible, visibleLine } from '../../src/data/visible.ts';

/** What moves a cursor, sets a title, fills a clipboard, or turns text around. */
const hostile = '\u001b]52;c;cm0gLXJm\u0007\u001b[2J\u009b31m\r\u202eevil\u2066\u0000\u007f';
const unseen = /[\p{Cc}\p{Bidi_Control}]/u;

describe('text from outside', () => {
  it('is shown with its control and bidirectional characters as escapes', () => {
    assert.equal(visible('a\u001b[31mb\u202ec\u0085'), 'a\\u001b[31mb\\u202ec\\u0085');
  });
  it('keeps its letters, line breaks and tabs', () => {
    const text = 'theorem «β→γ» : ∀ x,\n\tx = x -- 👩‍🔬 שלום';
    assert.equal(visible(text), text);
  });
  it('stays on its line where it has to', () => {
    assert.equal(visibleLine('a\nb'), 'a\\u000ab');
  });
  it('is the same string when JSON with escapes is read back', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => JSON.parse(visible(JSON.stringify(text))) === text));
  });

  const report = {
    declaration: { name: hostile, line: 1 },
    seconds: 1,
    sorries: [{ kind: 'found', script: [hostile] }],
    outcome: { kind: 'rejected', reason: 'error', message: hostile },
    // biome-ignore lint/suspicious/noExplicitAny: only what is printed matters here
  } as any;
  for (const [what, printed] of [
    ['a problem', problemText({ code: 'x', message: hostile, where: { file: hostile, line: 1 }, hint: hostile })],
    ['a table', plainTable([[hostile, 1]])],
    ['an outcome', outcomeLine(report)],
    ['the summary', summaryTable([report])],
    ['a proof', proofText(report)],
  ] as const) {
    it(`does not reach the terminal in ${what}`, () => {
      assert.doesNotMatch(stripVTControlCharacters(printed).replaceAll('\n', ''), unseen);
      assert.ok(!printed.includes(hostile));
    });
  }
});

describe('the guard before a terminal', () => {
  it('lets colours and progress bars through', () => {
    const ours =
      '\u001b[1mbold\u001b[22m \u001b[32m✔\u001b[39m\r\u001b[K\u001b[?25l\u001b[2K\u001b[1A\u001b[G\u001b[0J\u001b[?25h';
    assert.equal(terminalText(ours), ours);
  });
  it('lets nothing else through', () => {
    for (const attack of [
      '\u001b]0;title\u0007',
      '\u001bP+q\u001b\\',
      '\u001bc',
      '\u009b2J',
      '\u202e',
      '\u0007',
      '\u001b[5n',
    ]) {
      assert.doesNotMatch(terminalText(attack), unseen, JSON.stringify(attack));
    }
  });
  it('stands before terminals only', () => {
    const stream = (isTTY: boolean) => {
      const written: unknown[] = [];
      const fake = { isTTY, write: (chunk: unknown) => written.push(chunk) > 0 } as unknown as NodeJS.WriteStream;
      guardTerminal(fake);
      fake.write('\u202e');
      return written;
    };
    assert.deepEqual(stream(true), ['\\u202e']);
    assert.deepEqual(stream(false), ['\u202e']);
  });
});
