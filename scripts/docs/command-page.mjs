import { heading, table } from './markdown.mjs';

const INTRODUCTION = `In a checkout the command is \`npx alaas\`, after \`npm ci\` and \`npm run build\`; installed from the
packages it is \`npx alaas\` as well. \`--json\` prints exactly one JSON document on standard output;
progress and remarks always go to standard error. Ctrl-C stops cleanly, and the next run goes on.`;

const WIDTH = 92;

/** The page of the command line: the help of every command, and the exit codes. */
export function commandPage(program, exitCodes) {
  const codes = table(['Exit code', 'Meaning'], Object.entries(exitCodes));
  const sections = [program, ...leavesOf(program)].map(section);
  return `${heading('Command line', INTRODUCTION)}\n${codes}\n\n${sections.join('\n')}`;
}

/** The commands that do something, below their groups. */
function leavesOf(command) {
  return command.commands.flatMap((below) =>
    below.commands.length > 0 ? leavesOf(below) : [below],
  );
}

function section(command) {
  return `## ${nameOf(command)}\n\n\`\`\`text\n${helpOf(command).trim()}\n\`\`\`\n`;
}

function nameOf(command) {
  const { parent } = command;
  return parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

function helpOf(command) {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => WIDTH });
  command.outputHelp();
  return text;
}
