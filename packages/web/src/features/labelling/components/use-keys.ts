import { useEffect, useRef } from 'react';
import { classKeys, COMMAND_KEYS } from '../session/class-keys';

/** What the keys do. */
export interface KeyTask {
  readonly names: readonly string[];
  readonly choose: (name: string) => void;
  /** What the model suggests. */
  readonly suggested: string | undefined;
  readonly commands: Readonly<Record<keyof typeof COMMAND_KEYS, () => void>>;
  /** While something else has the keyboard. */
  readonly isOff: boolean;
}

/** Listens to the keyboard as long as nothing that takes text has the focus. */
export function useKeys(task: KeyTask): void {
  const latest = useRef(task);
  useEffect(() => {
    latest.current = task;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (latest.current.isOff || event.repeat || isWriting(event.target)) return;
      if (act(event, latest.current)) event.preventDefault();
    };
    globalThis.addEventListener('keydown', listen);
    return () => globalThis.removeEventListener('keydown', listen);
  }, []);
}

function act(event: KeyboardEvent, task: KeyTask): boolean {
  const { names, choose, commands } = task;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (key !== 'z' || event.altKey) return false;
    commands.undo();
    return true;
  }
  if (key === 'enter' || key === ' ') return accept(event, task);
  const command = (Object.keys(COMMAND_KEYS) as (keyof typeof COMMAND_KEYS)[]).find(
    (one) => COMMAND_KEYS[one] === key,
  );
  const chosen = names[classKeys(names).indexOf(key)];
  if (command !== undefined) commands[command]();
  else if (chosen !== undefined) choose(chosen);
  return command !== undefined || chosen !== undefined;
}

/** On a button, these keys press the button. */
function accept({ target }: KeyboardEvent, { suggested, choose }: KeyTask): boolean {
  const isPressing = target instanceof HTMLElement && target.closest('button, a') !== null;
  if (suggested === undefined || isPressing) return false;
  choose(suggested);
  return true;
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
