#!/usr/bin/env bash
# Fails where a `sorry` is left that Ariadne can prove; with WRITE=true, writes the proofs in instead.
# FILES: Lean files, separated by spaces. SECONDS_EACH: budget of one sorry. ARIADNE: bin/ariadne.js.
set -uo pipefail
read -r -a files <<<"${FILES:?name the files}"
seconds=${SECONDS_EACH:-30}
if [ "${WRITE:-false}" = true ]; then
  node "${ARIADNE:?}" prove --in-place --seconds "$seconds" -- "${files[@]}"
  status=$?
  # 0: all proved, 1: some are left. Everything else is a mistake that a person has to put right.
  [ "$status" -le 1 ] && exit 0 || exit "$status"
fi
provable=0
for file in "${files[@]}"; do
  out=$(mktemp -d)
  node "${ARIADNE:?}" prove --seconds "$seconds" --out "$out/proved.lean" -- "$file"
  status=$?
  [ "$status" -le 1 ] || exit "$status"
  if [ -f "$out/proved.lean" ] && ! cmp -s "$file" "$out/proved.lean"; then
    echo "::error file=$file::This file has a sorry that Ariadne proves; see the log for the proof."
    provable=1
  fi
  rm -rf "$out"
done
exit "$provable"
