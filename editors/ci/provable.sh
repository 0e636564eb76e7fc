#!/usr/bin/env bash
# Fails where a `sorry` is left that Ariadne can prove; with WRITE=true, writes the proofs in instead.
# FILES: Lean files, separated by spaces or lines. SECONDS_EACH: budget of one sorry. ARIADNE: bin/ariadne.js.
# Exit: 0 nothing is left that could be proved, 1 something is, 2 a mistake that a person has to put right.
set -uo pipefail
read -r -d '' -a files <<<"${FILES:?name the files}"
[ "${#files[@]}" -gt 0 ] || { echo "FILES names no file" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
provable=0
# A name that begins with a dash is no option.
for file in "${files[@]/#-/./-}"; do
  node "${ARIADNE:?}" prove "$file" --seconds "${SECONDS_EACH:-30}" --out "$work/proved.lean" 2>"$work/errors"
  status=$?
  cat "$work/errors" >&2
  # Most files of a project are whole, and may speak of a sorry in a comment.
  grep -q 'There is no `sorry` in the file' "$work/errors" && continue
  # 0: all proved, 1: some are left. Everything else is a mistake.
  [ "$status" -le 1 ] || exit "$status"
  cmp -s "$file" "$work/proved.lean" && continue
  if [ "${WRITE:-false}" = true ]; then
    cat "$work/proved.lean" >"$file" || exit 2
    echo "written: $file"
  else
    echo "::error file=$file::This file has a sorry that Ariadne proves; see the log for the proof."
    provable=1
  fi
done
exit "$provable"
