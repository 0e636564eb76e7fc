import { strokes } from './strokes.ts';

const programs = `
import Std.Tactic.Do

def largest (a : Array Nat) : Nat := Id.run do
  let mut m := 0
  for i in [0:a.size] do
    if m < a[i]! then m := a[i]!
  return m

def doubled (a : Array Int) : Array Int := Id.run do
  let mut b := #[]
  for i in [0:a.size] do
    b := b.push (a[i]! + a[i]!)
  return b

def sumAndCount (l : List Nat) : Nat × Nat := Id.run do
  let mut s := 0
  let mut n := 0
  for x in l do
    s := s + x
    n := n + 1
  return (s, n)

def search (a : Array Int) : Bool := Id.run do
  for x in a do
    if x % 7 = 3 then return true
  return false

def index (a : Array Int) (k : Int) : Option Nat := Id.run do
  for i in [0:a.size] do
    if a[i]! = k then return some i
  return none
`;

/** What the families before it make of a program. */
const named = 'simp only [largest, doubled, sumAndCount, search, index] at *\ngeneralize hrun : Id.run _ = r';

strokes(
  'programs with loops, by an invariant for what they have come through',
  programs,
  [
    ['do-loop-invariant', 'what holds at all indices', '(a : Array Nat) : ∀ i, i < a.size → a[i]! ≤ largest a'],
    [
      'do-loop-invariant',
      'what a loop makes',
      '(a : Array Int) : (doubled a).size = a.size ∧ ∀ i, i < a.size → (doubled a)[i]! = 2 * a[i]!',
    ],
    [
      'do-loop-invariant',
      'what two variables have in the end',
      '(l : List Nat) : (sumAndCount l).1 = l.sum ∧ (sumAndCount l).2 = l.length',
    ],
    ['do-loop-invariant', 'what is returned early', '(a : Array Int) : search a = true ↔ ∃ x, x ∈ a ∧ x % 7 = 3'],
    [
      'do-loop-invariant',
      'what is returned early or after all',
      `(a : Array Int) (k : Int) :
        match index a k with | some i => i < a.size ∧ a[i]! = k | none => ∀ i, i < a.size → a[i]! ≠ k`,
    ],
  ],
  named,
);
