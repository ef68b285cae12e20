"""The command line: `livemarket`, or `python -m experiments`."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadInput
from core.plugins import BadPlugin
from core.scenario import describe, known_scenarios, parse_set, resolve
from experiments.durable import StoreTrouble
from experiments.interrupts import INTERRUPTED
from experiments.judging import study_commands
from experiments.options import whole_number
from experiments.places import SCENARIOS
from experiments.sweeping import sweep_commands
from experiments.validating import calibration_commands

BAD_INPUT = 2
OF_SCENARIO = "default: the scenario's (base:"
TYPER_INTERRUPTED = 130  # what typer makes of a KeyboardInterrupt
RESUMING = ("sweep", "sensitivity", "study", "calibrate")  # commands that go on with what is there

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="An agent-based market of live-stream commerce. --debug shows tracebacks.",
)


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help="a name in scenarios/, or a TOML file")] = "base",
    days: Annotated[
        str | None, typer.Option(metavar="N", help=f"length of the run; {OF_SCENARIO} 180)")
    ] = None,
    consumers: Annotated[
        str | None, typer.Option(metavar="N", help=f"how many; {OF_SCENARIO} 20000)")
    ] = None,
    seed: Annotated[
        str | None, typer.Option(metavar="S", help=f"seed of all luck; {OF_SCENARIO} 1)")
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="any parameter, may be repeated: returns.days=14, platforms.*.take_rate=0.1, "
            '\'market.platforms=["north", "east"]\'',
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="default: out/SCENARIO, made anew")
    ] = None,
    threads: Annotated[str | None, typer.Option(metavar="N", help="default: all cores")] = None,
    orders: Annotated[
        bool, typer.Option("--orders", help="also keep every order; default: no")
    ] = False,
    network: Annotated[
        bool, typer.Option("--network", help="also keep the network; default: no")
    ] = False,
) -> int:
    """Live one scenario: tables, figures and a report in a folder."""
    from experiments.run import RunRequest
    from experiments.run import run as carry_out

    overrides = dict(parse_set(text) for text in sets or ())
    for option, path, text, least in (
        ("--days", "market.days", days, 1),
        ("--consumers", "consumers.count", consumers, 1),
        ("--seed", "market.seed", seed, 0),
    ):
        if text is not None and path in overrides:
            raise BadInput(option, text, f"{option} or --set {path}, not both")
        if text is not None:
            overrides[path] = whole_number(option, text, least)
    workers = None if threads is None else whole_number("--threads", threads, 1)
    whole = carry_out(RunRequest(scenario, overrides, out, workers, orders, network))
    return 0 if whole else INTERRUPTED


@app.command()
def params(
    name: Annotated[str | None, typer.Argument(help="a part of the name; default: all")] = None,
    check: Annotated[bool, typer.Option("--check", help="are the made pages fresh?")] = False,
    write: Annotated[bool, typer.Option("--write", help="write the made pages of docs/")] = False,
) -> int:
    """Print what can be set, with units, ranges and sources.

    With --write or --check: all pages that are made from the code.
    """
    if name is not None and (check or write):
        raise BadInput("params", name, "no name beside --check and --write")
    if not (check or write):
        from experiments.documenting.parameter_table import parameter_lines, parameter_table
        from model.parameters import Scenario

        rows = describe(Scenario)
        print(parameter_table(rows) if name is None else parameter_lines(rows, name), end="")
        return 0
    from experiments.documenting.pages import stale_pages, write_pages

    if write:
        write_pages()
    stale = stale_pages()
    for page in stale:
        print(f"{page.name} is stale: livemarket params --write", file=sys.stderr)
    return 1 if stale else 0


@app.command()
def scenarios() -> None:
    """List the scenarios, each with its question."""
    for name in known_scenarios(SCENARIOS):
        tree = resolve(name, SCENARIOS)
        print(f"{name:<20} {tree.get('title', '')}\n{'':<20} {tree.get('question', '')}")


@app.command()
def limits(
    names: Annotated[list[str] | None, typer.Argument(help="which; default: all")] = None,
    seed: Annotated[str, typer.Option(metavar="S", help="seed of all luck")] = "1",
    effort: Annotated[str, typer.Option(metavar="N", help="times as many people or runs")] = "1",
    drawn: Annotated[str, typer.Option(metavar="N", help="other values, drawn at random")] = "0",
    write: Annotated[bool, typer.Option("--write", help="write docs/generated/limits.md")] = False,
    show: Annotated[bool, typer.Option("--list", help="list them, and run none")] = False,
) -> int:
    """Drive the model to its limits and compare with theory.

    Exit status 1 if any fails.
    """
    from experiments.proving.limit_command import PAGE, list_limits, run_limits

    if show:
        list_limits()
        return 0

    holds = run_limits(
        names or [],
        whole_number("--seed", seed, 0),
        whole_number("--effort", effort, 1),
        whole_number("--drawn", drawn, 0),
        PAGE if write else None,
    )
    return 0 if holds else 1


@app.command("app")
def browser_app(
    scenario: Annotated[str, typer.Argument(help="a name in scenarios/, or a TOML file")] = "base",
    port: Annotated[str, typer.Option(metavar="N", help="of 127.0.0.1")] = "8765",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open one")] = True,
) -> int:
    """Watch the market in the browser; turn its knobs."""
    # the app stands above the experiments, so it is found by name, as plugins are
    serve = importlib.import_module("app.command").serve
    return int(serve(scenario, whole_number("--port", port, 1), browser))


for command in (
    sweep_commands.sweep,
    sweep_commands.status,
    sweep_commands.verify,
    sweep_commands.compact,
    sweep_commands.sensitivity,
    study_commands.study,
    study_commands.report,
    calibration_commands.calibrate,
    calibration_commands.validate,
):
    app.command()(command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and answer its exit status: 0, 2 for a user's mistake, else 1."""
    told = sys.argv[1:] if arguments is None else arguments
    words = [word for word in told if word != "--debug"]
    debug = words != told
    try:
        answer = app(words, standalone_mode=False)
    except typer.TyperException as error:
        return _fail(BAD_INPUT, error.format_message(), debug)
    except (BadInput, BadPlugin) as error:
        return _fail(BAD_INPUT, str(error), debug)
    except StoreTrouble as error:
        return _fail(1, str(error), debug)
    except Exception as error:  # a mistake of ours: one line, and how to see more
        kind = type(error).__name__
        hint = "" if debug else " (livemarket --debug ... shows where)"
        return _fail(1, f"{kind}: {error}{hint}", debug)
    if answer == TYPER_INTERRUPTED:
        kept = "every finished run is kept, the same command resumes"
        resumes = not set(RESUMING).isdisjoint(words[:1])
        outcome = kept if resumes else "nothing was written"
        return _fail(INTERRUPTED, f"interrupted: {outcome}", debug=False)
    return int(answer or 0)


def _fail(status: int, message: str, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print("livemarket: " + " ".join(message.split()), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
