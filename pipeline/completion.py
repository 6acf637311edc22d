# SPDX-License-Identifier: EUPL-1.2
"""Shell completion, written from the command line's own description: verbs, options, fixed choices, files."""

import argparse
from collections.abc import Iterator

Shell = str
SHELLS = ("bash", "zsh", "fish")


def script(top: argparse.ArgumentParser, shell: Shell) -> str:
    """Give the completion script for a shell."""
    verbs = tuple(_verbs(top))
    return (
        _fish(verbs)
        if shell == "fish"
        else _bash(verbs)
        if shell == "bash"
        else f"autoload -U bashcompinit\nbashcompinit\n{_bash(verbs)}"
    )


Option = tuple[str, str, tuple[str, ...], bool]
"""Its name, what it does, its choices, whether it takes a file."""
Verb = tuple[str, str, tuple[Option, ...], tuple[str, ...]]


def _verbs(top: argparse.ArgumentParser) -> Iterator[Verb]:
    for action in top._actions:  # noqa: SLF001 - argparse has no public way to list what it knows
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
            for name, below in action.choices.items():
                yield name, said.get(name, ""), tuple(_options(below)), tuple(_choices(below))


def _options(verb: argparse.ArgumentParser) -> Iterator[Option]:
    for action in verb._actions:  # noqa: SLF001
        for name in action.option_strings:
            if name.startswith("--"):
                yield (
                    name,
                    action.help or "",
                    tuple(map(str, action.choices or ())),
                    getattr(action.type, "__name__", "") == "Path",
                )


def _choices(verb: argparse.ArgumentParser) -> Iterator[str]:
    for action in verb._actions:  # noqa: SLF001
        if not action.option_strings:
            yield from map(str, action.choices or ())


def _bash(verbs: tuple[Verb, ...]) -> str:
    cases = []
    for name, _, options, choices in verbs:
        words = " ".join((*(option[0] for option in options), *choices))
        cases.append(f'    {name}) words="{words}" ;;')
    picks = sorted({(option[0], option[2]) for _, _, options, _ in verbs for option in options if option[2]})
    before = [f'    {name}) COMPREPLY=($(compgen -W "{" ".join(of)}" -- "$now")); return ;;' for name, of in picks]
    files = sorted({option[0] for _, _, options, _ in verbs for option in options if option[3]})
    before.append(f"    {'|'.join(files)}) return ;;")  # files are completed by the shell itself, blanks in their names included
    return "\n".join((
        "_newsreel() {",
        '  local now="${COMP_WORDS[COMP_CWORD]}" last="${COMP_WORDS[COMP_CWORD-1]}" words=""', "  COMPREPLY=()",
        '  case "$last" in', *before, "  esac",
        '  if [ "$COMP_CWORD" -eq 1 ]; then', f'    words="{" ".join(verb[0] for verb in verbs)}"', "  else",
        '  case "${COMP_WORDS[1]}" in', *cases, "  esac", "  fi",
        '  COMPREPLY=($(compgen -W "$words" -- "$now"))',
        "}", "complete -o default -F _newsreel newsreel", "",
    ))  # fmt: skip


def _fish(verbs: tuple[Verb, ...]) -> str:
    lines = ["complete -c newsreel -f"]
    for name, said, options, choices in verbs:
        lines.append(f"complete -c newsreel -n __fish_use_subcommand -a {name} -d {_quoted(said)}")
        seen = f"-n '__fish_seen_subcommand_from {name}'"
        if choices:
            lines.append(f"complete -c newsreel {seen} -a {_quoted(' '.join(choices))}")
        for option, does, of, file in options:
            takes = f" -x -a {_quoted(' '.join(of))}" if of else " -r -F" if file else ""
            lines.append(f"complete -c newsreel {seen} -l {option[2:]} -d {_quoted(does)}{takes}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
