import type { CheckResult } from './finding.js';

const OLDEST = [20, 19] as const;

/** Node is new enough. */
export async function checkNode(): Promise<CheckResult> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const detail = `Node ${process.versions.node} on ${process.platform}-${process.arch}`;
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) {
    return { status: 'ok', detail };
  }
  const remedy = `Install Node ${OLDEST.join('.')} or newer.`;
  return { status: 'failed', detail, remedy };
}
