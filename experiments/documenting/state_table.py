"""The page of all state variables and records: names from the code, so that none is missing."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.documenting.state_words import WORDS
from experiments.markdown import table

BEGINNINGS = ("__init__", "expect")  # methods that set an agent up

# (title, file, class); an agent's variables are what its __init__ sets
_STATE = (
    ("Consumers: what they are and stay", "agents/consumers.py", "Traits"),
    ("Consumers: what changes", "agents/consumers.py", "State"),
    ("Consumers: the one pending clock", "agents/clocks.py", "Pending"),
    ("Anchors", "agents/anchors.py", "Anchor"),
    ("Anchors: what they have learned", "agents/experience.py", "Experience"),
    ("Platforms", "agents/platforms.py", "Platform"),
    ("Platforms: a data feed", "agents/feeds.py", "SalesFeed"),
    ("Factories", "agents/factories.py", "Factory"),
    ("Factories: what it sold of late", "agents/stock.py", "RecentSales"),
    ("Factories: their pieces", "agents/pieces.py", "Pieces"),
    ("Factories: the line", "agents/production_line.py", "ProductionLine"),
    ("Factories: the chain of dealers", "agents/dealers.py", "DealerChain"),
    ("Factories: one tier of dealers", "agents/dealers.py", "DealerTier"),
    ("The market: open orders", "model/order_book.py", "OrderBook"),
    ("The market: the world", "model/world.py", "World"),
)
_RECORDS_FILE = "model/records.py"
_RECORDS = (
    "Catalog", "Schedule", "Advertising", "Audience", "Wishes", "Needs", "Checkout", "Deliveries",
    "Aftersales", "Gossip", "Production", "Careers", "Stocks",
)  # fmt: skip


@dataclass(frozen=True)
class Variable:
    """One name that a class declares, and the comment beside it."""

    name: str
    meaning: str


def state_table(root: Path) -> str:
    """A Markdown page: state variables by owner, then the records of a day."""
    parts = [
        "# State variables and records",
        "Made from the code by `livemarket params --write`; do not edit. "
        "[Parameters](parameters.md) and the [columns](columns.md) of results have their own "
        "pages. `[F]` means a row a factory, `[A]` an anchor, `[n]` a consumer.",
    ]
    told = dict(WORDS)
    for title, file, name in _STATE:
        rows = [(v.name, *_words(told, f"{name}.{v.name}")) for v in variables(root / file, name)]
        parts.append(f"## {title}\n\n`{name}` in [{file}](../../{file}).\n\n")
        parts[-1] += _named(("variable", "unit", "meaning"), rows)
    if told:
        raise LookupError(f"the code has no {', '.join(told)}; see state_words.py")
    parts.append("## Records: what flows from phase to phase in a day")
    parts.append(f"In [{_RECORDS_FILE}](../../{_RECORDS_FILE}); meanings are the comments there.")
    for name in _RECORDS:
        fields = [(v.name, v.meaning) for v in variables(root / _RECORDS_FILE, name)]
        parts.append(f"### {name}\n\n" + _named(("field", "meaning"), fields))
    return "\n\n".join(parts) + "\n"


def _words(told: dict[str, str], name: str) -> tuple[str, str]:
    """Unit and meaning of a state variable, taken out of the table."""
    if name not in told:
        raise LookupError(f"{name} has no words in experiments/documenting/state_words.py")
    unit, _, meaning = told.pop(name).partition("; ")
    return unit, meaning


def _named(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return table(heads, ((f"`{name}`", *cells) for name, *cells in rows))


def variables(path: Path, name: str) -> list[Variable]:
    """What a class declares in its body or, if it declares nothing there, sets when it begins."""
    text = path.read_text(encoding="utf-8")
    comments = dict(_comments(text))
    tree = ast.parse(text)
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    if name not in classes:
        raise LookupError(f"{path.name} has no class {name}; see state_table.py")
    home = classes[name]
    body = [node for node in home.body if isinstance(node, ast.AnnAssign)]
    found = [variable for node in body for variable in _declared(node, comments, ast.Name)]
    for method in home.body:
        if isinstance(method, ast.FunctionDef) and method.name in BEGINNINGS:
            for node in method.body:
                found += _declared(node, comments, ast.Attribute)
    return found


def _declared(
    node: ast.stmt, comments: dict[int, str], kind: type[ast.Name] | type[ast.Attribute]
) -> Iterator[Variable]:
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return
    lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    meaning = " ".join(comments[line] for line in lines if line in comments)
    for target in [node.target] if isinstance(node, ast.AnnAssign) else node.targets:
        for part in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(part, kind):
                named = part.attr.lstrip("_") if isinstance(part, ast.Attribute) else part.id
                yield Variable(named, meaning)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Comments by line, without orders to tools."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            words = token.string.lstrip("# ").strip()
            if not words.startswith(("fmt:", "noqa", "type:")):
                yield token.start[0], words
