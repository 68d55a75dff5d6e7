import type { Project } from '@alaas/client';
import type { StatusChange } from '../api/change-status';

const CHANGES: Readonly<Record<Project['status'], readonly StatusChange[]>> = {
  created: ['pause', 'stop'],
  poc: ['pause', 'stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['archive'],
  archived: [],
};

/** What the status of a project allows; what came to a halt can be let go on. */
export function possibleChanges({ status, problem }: Project): readonly StatusChange[] {
  const halted = problem !== null && status !== 'paused';
  return [...(halted ? (['resume'] as const) : []), ...CHANGES[status]];
}
