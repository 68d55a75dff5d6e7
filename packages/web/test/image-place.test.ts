import { expect, test } from 'vitest';
import { FIT, keptInView } from '../src/features/labelling/components/image-place.js';

const SQUARE = { width: 28, height: 28 };
const WINDOW = { width: 800, height: 400 };

test('an image that is not enlarged stays in the middle', () => {
  expect(keptInView({ scale: 1, x: 500, y: 3 }, SQUARE, WINDOW)).toEqual(FIT);
});

test('what is in view already stays where it is', () => {
  const place = { scale: 3, x: -120, y: 60 };
  expect(keptInView(place, SQUARE, WINDOW)).toEqual(place);
});

test('dragged far away, half of it stays in view each way', () => {
  // 600 pixels wide in a window of 800, and 600 high in one of 400.
  const place = keptInView({ scale: 1.5, x: 9_000, y: -9_000 }, SQUARE, WINDOW);
  expect(place).toEqual({ scale: 1.5, x: 400, y: -300 });
});
