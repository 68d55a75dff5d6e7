/** Rows by falling value; of equal values the lowest row is first. Each change costs O(log n). */
export interface BoundHeap {
  readonly size: number;
  /** The first row; undefined when there is none. */
  first(): number | undefined;
  add(row: number): void;
  /** Takes the first row out. */
  removeFirst(): number | undefined;
  /** To be called when the value of the first row has fallen. */
  sinkFirst(): void;
}

/** @param values by row; while a row is in the heap, only that of the first may change. */
export function boundHeap(values: Float64Array): BoundHeap {
  const rows: number[] = [];
  const isBefore = (a: number, b: number) =>
    values[a]! > values[b]! || (values[a] === values[b] && a < b);
  const sink = () => {
    const row = rows[0]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < rows.length && isBefore(rows[child + 1]!, rows[child]!)) child++;
      if (child >= rows.length || !isBefore(rows[child]!, row)) break;
      rows[at] = rows[child]!;
      at = child;
    }
    rows[at] = row;
  };
  return {
    get size() {
      return rows.length;
    },
    first: () => rows[0],
    add(row) {
      let at = rows.length;
      rows.push(row);
      for (let parent = (at - 1) >> 1; at > 0 && isBefore(row, rows[parent]!);) {
        rows[at] = rows[parent]!;
        at = parent;
        parent = (at - 1) >> 1;
      }
      rows[at] = row;
    },
    removeFirst() {
      const first = rows[0];
      const last = rows.pop();
      if (rows.length > 0) {
        rows[0] = last!;
        sink();
      }
      return first;
    },
    sinkFirst: () => {
      if (rows.length > 1) sink();
    },
  };
}
