import type { Project } from '@alaas/client';

/** Whether people can expect items to label: not when work is over, or came to a halt. */
export function isLabelled({ status, problem }: Pick<Project, 'status' | 'problem'>): boolean {
  return problem === null && status !== 'stopped' && status !== 'archived';
}
