"""Templates → Markdown. Whatever a template prints is escaped, unless `markdown.py` made it."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from sre_compiler.output.markdown import Markdown, text

_TEMPLATES = Environment(
    loader=PackageLoader("sre_compiler.backends.runbooks"),
    finalize=text,
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - HTML's escapes are not Markdown's; `finalize` escapes everything
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


def render(template: str, **values: object) -> Markdown:
    """The template of this name with the values, and with none of Jinja's own, which would be copied for each page."""
    found = _TEMPLATES.get_template(f"{template}.md.jinja")
    return Markdown("".join(found.root_render_func(found.new_context(values, shared=True))))
