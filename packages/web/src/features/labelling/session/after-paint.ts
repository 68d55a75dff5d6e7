/** A page that is not drawn, as in a hidden tab, does not wait longer. */
const LONGEST_MS = 100;

/** Runs a task, once, when what was changed just now can be seen. */
export function afterPaint(task: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (!isDone) task();
    isDone = true;
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, LONGEST_MS);
}
