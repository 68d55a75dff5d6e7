/**
 * Indices of the `count` largest scores, largest first; ties go to the lowest index, so the answer
 * is reproducible. Cost O(N log N) with a native sort, no comparator over all N.
 */
export function topIndices(scores: Float64Array, count: number): number[] {
  if (count <= 0) return [];
  const threshold = scores.slice().sort()[Math.max(0, scores.length - count)]!;
  const above: number[] = [];
  const ties: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! > threshold) above.push(i);
    else if (scores[i] === threshold && ties.length < count) ties.push(i);
  }
  const picked = [...above, ...ties.slice(0, count - above.length)];
  return picked.sort((a, b) => scores[b]! - scores[a]! || a - b);
}

/**
 * The k-th largest value, k from 1; reorders `values`. Expected cost O(n) (Hoare's quickselect with
 * the median of three as pivot).
 */
export function kthLargest(values: Float32Array, k: number): number {
  let low = 0;
  let high = values.length - 1;
  const wanted = k - 1;
  while (low < high) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >>> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swapped;
      }
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return values[wanted]!;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
