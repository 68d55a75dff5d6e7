import { useEffect, useRef } from 'react';
import { classKeys, COMMAND_KEYS } from '../session/class-keys';

/** What the keys do. */
export interface KeyTask {
  readonly names: readonly string[];
  readonly choose: (name: string) => void;
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

function act(event: KeyboardEvent, { names, choose, commands }: KeyTask): boolean {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (key !== 'z' || event.altKey) return false;
    commands.undo();
    return true;
  }
  const command = (Object.keys(COMMAND_KEYS) as (keyof typeof COMMAND_KEYS)[]).find(
    (one) => COMMAND_KEYS[one] === key,
  );
  const chosen = names[classKeys(names).indexOf(key)];
  if (command !== undefined) commands[command]();
  else if (chosen !== undefined) choose(chosen);
  return command !== undefined || chosen !== undefined;
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
