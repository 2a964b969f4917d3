"""Charts as plain SVG, without text: the page's table or caption beside each says the same in words and numbers.

Colours come from the style sheet, by class.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_WIDTH, _HEIGHT = 600, 120


def bar(parts: Sequence[tuple[str, float]], full: float) -> Markup:
    """One horizontal bar: class and value of each part, on a scale that ends at ``full``."""
    drawn, left = Markup(), 0.0
    for name, value in parts:
        width = 100 * value / full if full else 0.0
        drawn += Markup('<rect class="{}" x="{:.2f}" y="0" width="{:.2f}" height="10"/>').format(name, left, width)
        left += width
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(drawn)


def columns(values: Sequence[float], titles: Sequence[str]) -> Markup:
    """Upright columns over time, oldest first; each shows its title under the pointer."""
    top = max(values, default=0) or 1
    step = _WIDTH / max(len(values), 1)
    drawn = Markup()
    for number, (value, title) in enumerate(zip(values, titles, strict=True)):
        height = max(_HEIGHT * value / top, 1.5)
        drawn += Markup(
            '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="1.5"><title>{}</title></rect>'
        ).format("some" if value else "none", number * step + 0.1 * step, _HEIGHT - height, 0.8 * step, height, title)
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    return Markup('<svg class="columns" viewBox="{}" preserveAspectRatio="none" aria-hidden="true">{}</svg>').format(
        box, drawn
    )
