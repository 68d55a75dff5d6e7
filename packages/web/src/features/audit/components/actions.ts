/** What the audit log knows of, in the order in which one looks for it. */
export const ACTIONS = [
  'join',
  'invite',
  'user.change',
  'session.end',
  'member.add',
  'member.remove',
  'key.create',
  'key.revoke',
  'data.examine',
  'project.create',
  'project.change',
  'project.decide',
  'project.pause',
  'project.resume',
  'project.stop',
  'project.archive',
  'project.export',
  'project.add-items',
  'project.import-labels',
  'project.import',
  'webhook.create',
  'webhook.remove',
  'webhook.replay',
] as const;

/** One of them. */
type Action = (typeof ACTIONS)[number];

/** Whether an action is one that this application has words for; a newer server knows more. */
export function isKnownAction(action: string): action is Action {
  return (ACTIONS as readonly string[]).includes(action);
}
