"""The pages: Jinja templates that quote whatever a note holds, and one style sheet for light and dark.

Every page is one file: no script, nothing fetched.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractor.outputs import words

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def template(name: str) -> Template:
    """The template of that name, with the words of ``outputs.words`` as filters."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(
        loader=PackageLoader("extractor.outputs", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    for word in (
        words.by_fact,
        words.fact,
        words.line,
        words.meaning,
        words.procedure,
        words.quotes,
        words.why_no_code,
    ):
        pages.filters[word.__name__] = word
    return pages.get_template(name)
