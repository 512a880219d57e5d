import { Argument, type Command, type Option } from "commander";
import type { CliCommand } from "./command.ts";

/** Shells that a script can be written for. */
type Shell = "bash" | "zsh" | "fish";

/** `tapefold completion`: a script that lets a shell complete commands, options and their choices; files elsewhere. */
export const command: CliCommand = {
  example:
    "source <(tapefold completion bash)\ntapefold completion fish > ~/.config/fish/completions/tapefold.fish",
  define: (command) =>
    void command.addArgument(new Argument("<shell>", "which shell").choices(Object.keys(scripts))),
  run: async (command, io, all) => {
    const [shell] = command.processedArgs as [Shell];
    await io.write(`${scripts[shell](await all())}\n`);
    return 0;
  },
};

const scripts: Readonly<Record<Shell, (commands: readonly Command[]) => string>> = { bash, zsh, fish };

function bash(commands: readonly Command[]): string {
  const choices = commands.flatMap((command) =>
    command.options
      .filter(({ argChoices }) => argChoices !== undefined)
      .map((option) => `    "${nameOf(command)} ${option.long}") words="${option.argChoices?.join(" ")}" ;;`),
  );
  const options = commands.map(
    (command) =>
      `    ${nameOf(command)}) words="${flagsOf(command).join(" ")}${argumentChoices(command)}" ;;`,
  );
  return `_tapefold() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ] || [ "\${COMP_WORDS[1]}" = help ]; then
    words="${["help", ...commands.map(nameOf)].join(" ")}"
  else
    case "\${COMP_WORDS[1]}" in
${options.join("\n")}
    esac
  fi
  case "\${COMP_WORDS[1]} $before" in
${choices.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _tapefold tapefold`;
}

function zsh(commands: readonly Command[]): string {
  const listed = commands.map((command) => `    ${quoted(`${nameOf(command)}:${command.description()}`)}`);
  const cases = commands.map((command) => {
    const specs = command.options.map((option) => {
      const value = option.required || option.optional ? `:value:${zshValues(option)}` : "";
      return `      ${quoted(`*${option.long}[${plainText(option.description)}]${value}`)}`;
    });
    const files = `      ${quoted(`*:file:${argumentChoices(command) === "" ? "_files" : `(${argumentChoices(command).trim()})`}`)}`;
    return `    ${nameOf(command)}) _arguments \\\n${[...specs, files].join(" \\\n")} ;;`;
  });
  return `#compdef tapefold
_tapefold() {
  local -a commands=(
${listed.join("\n")}
  )
  if (( CURRENT == 2 )) || [[ $words[2] == help ]]; then
    _describe command commands
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
${cases.join("\n")}
  esac
}
compdef _tapefold tapefold`;
}

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const name = nameOf(command);
    const of = `complete -c tapefold -n '__fish_seen_subcommand_from ${name}'`;
    const choices = argumentChoices(command).trim();
    return [
      `complete -c tapefold -n __fish_use_subcommand -a ${name} -d ${quoted(command.description())}`,
      ...(choices === "" ? [] : [`${of} -f -a ${quoted(choices)}`]),
      ...command.options.map((option) => {
        const value = option.argChoices === undefined ? "-r" : `-x -a ${quoted(option.argChoices.join(" "))}`;
        const takes = option.required || option.optional ? ` ${value}` : "";
        return `${of} -l ${option.long?.slice(2)}${takes} -d ${quoted(option.description)}`;
      }),
    ];
  });
  return lines.join("\n");
}

function nameOf(command: Command): string {
  return command.name().replace(/^tapefold /, "");
}

function flagsOf({ options }: Command): string[] {
  return [...options.map(({ long }) => long ?? ""), "--help"];
}

/** The choices of a command's arguments, each after a space; empty if they are free. */
function argumentChoices({ registeredArguments }: Command): string {
  return registeredArguments.flatMap(({ argChoices = [] }) => argChoices.map((one) => ` ${one}`)).join("");
}

function zshValues({ argChoices }: Option): string {
  return argChoices === undefined ? "_files" : `(${argChoices.join(" ")})`;
}

/** A description without the signs that a specification of zsh is made of. */
function plainText(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
