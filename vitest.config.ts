import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule } from 'vitest/node';

/** Lists suites that lacked what they need, so that a skipped one is not overlooked. */
const notRun: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const names = modules.flatMap((module) =>
      [...module.children.allSuites()].map((suite) => suite.name),
    );
    const skipped = names.filter((name) => name.includes('(not run: needs'));
    if (skipped.length > 0) process.stdout.write(`\n${skipped.join('\n')}\n`);
  },
};

/** Ends the run with one line of counts; a file that does not load counts as a failure. */
const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], unhandled) {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string) => states.filter((one) => one === state).length;
    const broken = modules.filter(
      (module) => module.state() === 'failed' && module.errors().length > 0,
    );
    const failed = count('failed') + broken.length + unhandled.length;
    const skipped = count('skipped') + count('pending');
    const ending = skipped === 0 ? '' : `, ${skipped} skipped`;
    process.stdout.write(`\n${count('passed')} passed, ${failed} failed${ending}\n`);
  },
};

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    // ONNX Runtime sessions own native threads: a process per file keeps them apart.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', notRun, closingLine],
  },
});
