import { EditorSelection, type Extension, Transaction } from '@codemirror/state';
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { AbbreviationProvider, AbbreviationRewriter, type Change, Range } from '@leanprover/unicode-input';

const config = { abbreviationCharacter: '\\', customTranslations: {}, eagerReplacementEnabled: true };
const provider = new AbbreviationProvider(config);

/** Replaces `\to` by `→` while somebody types. */
export const unicodeInput: Extension = ViewPlugin.define((view) => {
  const rewriter = new AbbreviationRewriter(config, provider, textOf(view));
  // The rewriter changes the text itself, which an editor does not allow while it is being told of a change.
  let turn = Promise.resolve();
  const later = (act: () => Promise<void>) => {
    turn = turn.then(act).catch(() => rewriter.resetTrackedAbbreviations());
  };
  return {
    update({ docChanged, selectionSet, transactions }: ViewUpdate) {
      if (docChanged) {
        const typed = transactions.some((transaction) => transaction.isUserEvent('input.type'));
        const changes = changesOf(transactions);
        later(async () => {
          rewriter.changeInput(changes);
          if (typed) await rewriter.triggerAbbreviationReplacement();
        });
      }
      if (selectionSet || docChanged) later(() => rewriter.changeSelections(selectionsOf(view)));
    },
  };
});

const changesOf = (transactions: readonly Transaction[]): Change[] => {
  const changes: Change[] = [];
  for (const { changes: set } of transactions) {
    // Within one set the offsets are those of the text before it: from the end, none moves another.
    const own: Change[] = [];
    set.iterChanges((from, to, _, __, inserted) => {
      own.unshift({ range: new Range(from, to - from), newText: inserted.toString() });
    });
    changes.push(...own);
  }
  return changes;
};

const selectionsOf = (view: EditorView): Range[] =>
  view.state.selection.ranges.map(({ from, to }) => new Range(from, to - from));

const textOf = (view: EditorView) => ({
  replaceAbbreviations: async (changes: Change[]): Promise<boolean> => {
    view.dispatch({
      changes: changes.map(({ range: { offset, length }, newText }) => ({
        from: offset,
        to: offset + length,
        insert: newText,
      })),
      annotations: Transaction.userEvent.of('input.abbreviation'),
    });
    return true;
  },
  selectionMoveMode: () => ({ kind: 'OnlyMoveCursorSelections', updateUnchangedSelections: true }) as const,
  collectSelections: () => selectionsOf(view),
  setSelections: (selections: Range[]): void => {
    const { length } = view.state.doc;
    const ranges = selections.map(({ offset, length: long }) =>
      EditorSelection.range(Math.min(offset, length), Math.min(offset + long, length)),
    );
    if (ranges.length > 0) view.dispatch({ selection: EditorSelection.create(ranges) });
  },
});
