import { expect, it } from 'vitest';
import { faultsOf } from '../../support/html-faults.js';

it('finds nothing in sound HTML', () => {
  expect(faultsOf('<!doctype html><p id="a">Text <b>fett</b><br></p><svg><circle r="1"/></svg>')).toEqual([]);
});

it.each([
  ['<p><b>x</p>', '</p> closes <b>'],
  ['<div>', '<div> is never closed'],
  ['</div>', '</div> closes <nothing>'],
  ['<p id="a"></p><p id="a"></p>', 'the id "a" is given 2 times'],
  ['<label for="b">x</label>', '"b" is referred to and not there'],
  ['<p>1 < 2</p>', 'a "<" that starts no tag'],
])('finds the fault in %s', (html, fault) => {
  expect(faultsOf(html)).toContain(fault);
});
