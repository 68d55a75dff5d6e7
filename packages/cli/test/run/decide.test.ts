import type { RunAnswer, RunDecisions } from '@alaas/server';
import { describe, expect, test } from 'vitest';

import { openWorkplace, vectorFiles, yaml } from './workplace.js';

const { project, alaas } = openWorkplace();

const KEYS = {
  task: 'vectors',
  data: 'x.npy',
  labels: 'y.npy',
  budget: 200,
  agent: { approval: 'person' },
};

function open(name: string, keys: Record<string, unknown> = {}): string {
  return project({ 'alaas.yaml': yaml({ ...KEYS, project: name, ...keys }), ...vectorFiles() });
}

async function runTo(folder: string, exitCode: number): Promise<RunAnswer> {
  const ended = await alaas(folder, 'run', '--json');
  expect(ended.stderr).not.toContain('INTERNAL_ERROR');
  expect(ended.exitCode).toBe(exitCode);
  return JSON.parse(ended.stdout) as RunAnswer;
}

async function decide(folder: string, ...flags: string[]): Promise<RunDecisions> {
  const { stdout, stderr, exitCode } = await alaas(folder, 'decide', '--json', ...flags);
  expect(`${stderr}${exitCode}`).toBe('0');
  return JSON.parse(stdout) as RunDecisions;
}

describe('with approval: person', () => {
  test('an early stop waits, is listed with its evidence, and ends the run when approved', async () => {
    const folder = open('approved');
    const asked = await runTo(folder, 4);
    expect(asked.status).toBe('waiting');
    expect(asked.decisionAsked).toMatchObject({ kind: 'stop', status: 'asked' });
    expect(asked.agent!.stop).toBeNull();
    const { id } = asked.decisionAsked!;

    // Asked again, it waits as before, and nothing more is bought.
    const again = await runTo(folder, 4);
    expect(again.labels).toEqual(asked.labels);

    const listed = await decide(folder);
    expect(listed.asked).toBe(id);
    const shown = listed.open.find((one) => one.id === id)!;
    expect(shown.can).toEqual(['approve', 'veto', 'postpone']);
    expect(shown.evidence).toHaveProperty('probability');
    expect(shown.probabilityWrong).toBeLessThan(0.25);

    expect((await decide(folder, '--approve', String(id))).asked).toBeNull();
    const ended = await runTo(folder, 0);
    expect(ended.status).toBe('finished');
    expect(ended.labels.used).toBe(asked.labels.used);
    expect(ended.agent!.stop!.savedLabels).toBe(200 - ended.labels.used);

    const late = await alaas(folder, 'decide', '--veto', String(id), '--json');
    expect(late.exitCode).toBe(2);
    expect(JSON.parse(late.stdout)).toMatchObject({
      error: { code: 'AGENT_DECISION_SETTLED', field: 'decision', value: id },
    });
    expect(late.stdout).toContain('it was approved; the model is delivered.');
  });

  test('a veto lets the run go on to the end of the budget, and what it would have cost is told', async () => {
    const folder = open('vetoed');
    const { decisionAsked } = await runTo(folder, 4);
    await decide(folder, '--veto', String(decisionAsked!.id));
    const ended = await runTo(folder, 0);
    expect(ended.labels.used).toBe(200);
    expect(ended.agent!.regrets).toMatchObject([
      { why: 'vetoed', spentInTheEnd: 200, decision: decisionAsked!.id },
    ]);
    // Made again from the ledger, it comes to the same end.
    const again = await runTo(folder, 0);
    expect(again.selected).toEqual(ended.selected);
    expect(again.agent).toEqual(ended.agent);
  });

  test('postponed, it is proposed again when the labels are there', async () => {
    const folder = open('postponed');
    const first = await runTo(folder, 4);
    await decide(folder, '--postpone', String(first.decisionAsked!.id), '--labels', '40');
    const second = await runTo(folder, 4);
    expect(second.labels.used).toBeGreaterThanOrEqual(first.labels.used + 40);
    expect(second.decisionAsked!.id).toBeGreaterThan(first.decisionAsked!.id);
  });

  test('a dropped strategy comes back into the race', async () => {
    const folder = open('revived', { strategy: 'compare' });
    const asked = await runTo(folder, 4);
    const out = asked.agent!.arms.find(({ status }) => status === 'dropped')!;
    const listed = await decide(folder, '--revive', out.strategy);
    expect(listed.revivable).not.toContain(out.strategy);
    await decide(folder, '--veto', String(asked.decisionAsked!.id));
    const ended = await runTo(folder, 0);
    const back = ended.agent!.arms.find(({ strategy }) => strategy === out.strategy)!;
    expect(back.points.length).toBeGreaterThan(out.points.length);
  });
});

test('a share of the stops is continued on purpose where the owner allows it', async () => {
  const folder = open('continued', { agent: { continuedShare: 1 } });
  const { agent, labels } = await runTo(folder, 0);
  expect(labels.used).toBe(200);
  const [regret] = agent!.regrets;
  expect(regret).toMatchObject({ why: 'continued-on-purpose', spentInTheEnd: 200 });
  expect(typeof regret!.wrong).toBe('boolean');
});

describe('decide says what is wrong', () => {
  test('with flags, decisions and runs that do not fit', async () => {
    const folder = open('refused', { agent: {} });
    const codeOf = async (...flags: string[]) => {
      const { stdout, exitCode } = await alaas(folder, 'decide', '--json', ...flags);
      expect(exitCode).toBe(2);
      return (JSON.parse(stdout) as { error: { code: string } }).error.code;
    };
    expect(await codeOf()).toBe('RUN_MISSING');
    await runTo(folder, 0);
    expect(await codeOf('--veto', '99')).toBe('AGENT_DECISION_UNKNOWN');
    expect(await codeOf('--revive', 'nothing')).toBe('AGENT_ARM_UNKNOWN');
    expect(await codeOf('--veto', 'first')).toBe('CLI_USAGE');
    expect(await codeOf('--veto', '0', '--approve', '0')).toBe('CLI_USAGE');
  });

  test('where no agent decides', async () => {
    const folder = open('plain', { strategy: 'margin', budget: 30 });
    await runTo(folder, 0);
    const { stdout } = await alaas(folder, 'decide', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'RUN_WITHOUT_AGENT' } });
  });
});
