"""Pages from templates; each needs no other file."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


def inline(picture: bytes) -> str:
    """A picture as a template puts it into the page."""
    return base64.b64encode(picture).decode()


def render(template: str, **facts: Any) -> str:
    """A page of templates/; a fact that it wants and does not get is an error."""
    loader = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return loader.get_template(template).render(**facts)
