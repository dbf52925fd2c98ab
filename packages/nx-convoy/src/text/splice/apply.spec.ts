import { applyEdits } from './apply.ts';

const edit = (start: number, before: string, after: string) => ({
  file: 'f',
  start,
  end: start + before.length,
  before,
  after,
  why: 'a row',
});

it.each([
  ['in any order', '\uFEFFa=1;bc=2\r\n', [edit(8, '2', '20'), edit(3, '1', '10')], '\uFEFFa=10;bc=20\r\n'],
  ['side by side', 'ab', [edit(0, 'a', 'x'), edit(1, 'b', 'y')], 'xy'],
  ['none', 'ab', [], 'ab'],
])('makes edits: %s', (_, text, edits, after) => expect(applyEdits(text, edits)).toEqual({ ok: true, value: after }));

it.each([
  ['text that moved', 'xa=1', [edit(2, '1', '2')], 'FILE_CHANGED'],
  ['an offset behind the end', 'a', [edit(9, '1', '2')], 'FILE_CHANGED'],
  ['two that overlap', 'a=11', [edit(2, '11', '2'), edit(3, '1', '3')], 'EDIT_NOT_EXACT'],
  ['one value with two results', 'a=1', [edit(2, '1', '2'), edit(2, '1', '3')], 'EDIT_NOT_EXACT'],
])('refuses %s', (_, text, edits, code) =>
  expect(applyEdits(text, edits)).toMatchObject({ ok: false, problems: [{ code }] }),
);
